-- name: record_event$
select record_event(:user_id, :kind, :subject_id, :payload, :dedupe_key);

-- name: events_by_id
-- Rows to push, with the profile joined in where an analysis just completed: it is not copied into the event.
select e.id, e.user_id, e.kind, e.payload, p.document as profile
from events e
left join profiles p on e.kind = 'job_status' and e.payload ->> 'status' = 'completed'
    and p.job_id = e.subject_id and p.published_at is not null
where e.id = any(:ids::bigint[]) order by e.id;

-- name: events_after
select e.id, e.user_id, e.kind, e.payload, p.document as profile
from events e
left join profiles p on e.kind = 'job_status' and e.payload ->> 'status' = 'completed'
    and p.job_id = e.subject_id and p.published_at is not null
where e.user_id = :user_id and e.id > :after order by e.id limit :limit;

-- name: last_event_id$
select coalesce(max(id), 0) from events where user_id = :user_id;

-- name: prune_events!
delete from events where created_at < now() - make_interval(days => :days);

-- name: prune_idempotency_keys!
delete from idempotency_keys where created_at < now() - interval '24 hours';

-- name: event_is_kept$
-- False when the event a client resumes from was pruned: it has to read the state anew.
select :id = 0 or exists (select 1 from events where user_id = :user_id and id = :id);

-- name: record_events!
-- Many events in one statement, in the order given: sort them by person, each person's lock is held until the commit.
select record_event(e.user_id, e.kind, e.subject_id, e.payload, e.dedupe_key)
from unnest(:user_ids::uuid[], :kinds::text[], :subject_ids::uuid[], :payloads::jsonb[], :dedupe_keys::text[])
    with ordinality as e (user_id, kind, subject_id, payload, dedupe_key, number)
order by e.number;
