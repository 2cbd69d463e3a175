-- name: users_with_news
-- People of a batch who have matches that they were not told of, after a person's id, with how they want to be told.
select w.user_id, p.preferences, u.settings ->> 'time_zone' as time_zone
from (select distinct m.user_id from matches m
      where m.batch_id = :batch_id and m.notified_at is null and m.withdrawn_at is null
        and (:after::uuid is null or m.user_id > :after)
      order by m.user_id limit :limit) w
join users u on u.id = w.user_id left join delivery_preferences p on p.user_id = w.user_id
order by w.user_id;

-- name: gather_news!
-- What comes while something waits already goes out with it: the earlier moment stays.
insert into digests_due (user_id, due_at) select * from unnest(:user_ids::uuid[], :moments::timestamptz[])
on conflict (user_id) do update set due_at = excluded.due_at where excluded.due_at < digests_due.due_at;

-- name: postpone_news!
update digests_due d set due_at = w.due_at
from unnest(:user_ids::uuid[], :moments::timestamptz[]) w (user_id, due_at) where d.user_id = w.user_id;

-- name: claim_due_users
-- Whoever holds these rows is the only one to tell these people; a fan-out that gathers more for them waits.
select d.user_id, p.preferences, u.settings ->> 'time_zone' as time_zone, u.deleted_at is not null as deleted
from digests_due d join users u on u.id = d.user_id left join delivery_preferences p on p.user_id = d.user_id
where d.due_at <= now() and (:only::uuid is null or d.user_id = :only)
order by d.due_at, d.user_id limit :limit for update of d skip locked;

-- name: news_of
-- Untold matches of people. Left out are closed postings, duplicates, vacancies told under another posting, hidden or
-- applied to, and what feedback or a model moved under the person's threshold.
select m.id, m.user_id, m.job_id, m.shown as score, j.title, j.company, j.url, encode(j.group_key, 'hex') as vacancy,
       places.locations, j.posting ->> 'workplace' as workplace, j.posting ->> 'credit' as credit
from matches m
join jobs j on j.id = m.job_id and j.status = 'open' and j.canonical_id is null
join users u on u.id = m.user_id
cross join lateral (
    select jsonb_agg(o.posting -> 'locations' order by o.id) as locations
    from jobs o
    where o.id = j.id
       or (o.canonical_id = j.id and o.status = 'open' and (o.audience_id is null or o.audience_id = m.user_id))) places
where m.user_id = any(:user_ids::uuid[]) and m.notified_at is null and m.withdrawn_at is null
  and (m.shown >= m.score or m.shown >= coalesce((u.preferences ->> 'threshold')::int, 60))
  and not exists (select 1 from jobs t join matches told on told.job_id = t.id and told.user_id = m.user_id
                  where t.vacancy_id = j.vacancy_id and told.notified_at is not null)
  and not exists (select 1 from match_feedback h join jobs hidden on hidden.id = h.job_id
                  where h.user_id = m.user_id and h.kind in ('hide', 'applied') and hidden.vacancy_id = j.vacancy_id)
  and not exists (select 1 from applications a join jobs known on known.id = a.job_id
                  where a.user_id = m.user_id and a.state <> 'saved' and known.vacancy_id = j.vacancy_id);

-- name: reasons_of
-- What the reasons of matches are written from, but for the facts.
select m.id, m.score, m.codes, m.analysis, m.profile_id, m.job_id, u.preferences
from matches m join users u on u.id = m.user_id where m.id = any(:match_ids::uuid[]);

-- name: facts_of_profiles
select job_id as id, facts from profiles where job_id = any(:profile_ids::uuid[]);

-- name: facts_of_jobs
select id, facts from jobs where id = any(:job_ids::uuid[]);

-- name: insert_notifications!
insert into notifications (id, user_id, kind, subject_id, payload)
select * from unnest(:ids::uuid[], :user_ids::uuid[], :kinds::text[], :subject_ids::uuid[], :payloads::jsonb[]);

-- name: mark_told!
update matches m set notified_at = now(), notification_id = t.notification_id
from unnest(:match_ids::uuid[], :notification_ids::uuid[]) t (match_id, notification_id)
where m.id = t.match_id and m.notified_at is null;

-- name: news_told!
delete from digests_due where user_id = any(:user_ids::uuid[]);

-- name: delivery_waits$
-- Seconds until somebody is due, a message may be sent, a lease ends or a lost message is taken up; null: nothing waits.
select extract(epoch from min(moment) - now())::float8 from (
    select min(due_at) as moment from digests_due
    union all select min(next_attempt_at) from deliveries where status = 'pending' and attempts = 0
    union all select min(next_attempt_at) + interval '1 hour' from deliveries where status = 'pending' and attempts > 0
    union all select min(claimed_until) from deliveries where status = 'claimed') waiting;

-- name: insert_notification^
insert into notifications (id, user_id, kind, subject_id, payload)
values (:id, :user_id, :kind, :subject_id, :payload)
on conflict (user_id, kind, subject_id) do nothing returning id;

-- name: receivers
-- Enabled channels of people, or the one that is asked for.
select id, user_id from channels
where user_id = any(:user_ids::uuid[]) and enabled and (:channel_id::uuid is null or id = :channel_id)
order by user_id, id;

-- name: open_deliveries!
insert into deliveries (id, user_id, notification_id, channel_id)
select * from unnest(:ids::uuid[], :user_ids::uuid[], :notification_ids::uuid[], :channel_ids::uuid[])
on conflict (notification_id, channel_id) do nothing;

-- name: claim_due_deliveries
-- A page of rows that were never tried, that their sender left behind (its lease ended, or it is this very activity in
-- an earlier attempt), or that nobody came back to within an hour.
with left_behind as (
    select id from deliveries where status = 'claimed' and (claimed_until < now() or claimed_by = :claimant)
    limit :limit for update skip locked
), fresh as (
    select id from deliveries where status = 'pending' and attempts = 0 and next_attempt_at <= now()
    order by next_attempt_at limit :limit for update skip locked
), lost as (
    select id from deliveries
    where status = 'pending' and attempts > 0 and next_attempt_at <= now() - interval '1 hour'
      and claimed_by is distinct from :claimant
    order by next_attempt_at limit :limit for update skip locked
), page as (
    select id, true as resumed from left_behind
    union all select id, false from fresh union all select id, false from lost limit :limit
)
update deliveries d set status = 'claimed', attempts = attempts + 1, updated_at = now(), claimed_by = :claimant,
    claimed_until = now() + make_interval(secs => :lease_seconds), maybe_repeated = d.maybe_repeated or page.resumed
from page, channels c, notifications n, users u
where d.id = page.id and c.id = d.channel_id and n.id = d.notification_id and u.id = d.user_id
returning d.id, d.user_id, d.attempts, d.notification_id, c.id as channel_id, c.kind, c.config,
          c.enabled and u.deleted_at is null as enabled, n.kind as notification_kind, n.payload, n.created_at;

-- name: deliveries_to_hand_over
-- What this activity tried in vain, in this attempt or an earlier one: each message gets a run of its own.
select distinct user_id, notification_id from deliveries where claimed_by = :claimant and status = 'pending'
order by notification_id;

-- name: deliveries_handed_over!
update deliveries set claimed_by = null where claimed_by = :claimant and status = 'pending';

-- name: pending_deliveries
select id, greatest(0, extract(epoch from next_attempt_at - now()))::float8 as wait_seconds, attempts
from deliveries where notification_id = :notification_id and status in ('pending', 'claimed') order by id;

-- name: count_dead_deliveries$
select count(*) from deliveries where notification_id = :notification_id and status = 'dead';

-- name: claim_delivery^
-- The lease keeps a second worker away; `take_over` says that its holder is known to have ended, `resumed` that an
-- earlier claim ended without an answer.
with claimable as (
    select id, status = 'claimed' as resumed from deliveries
    where id = :delivery_id
      and (status = 'pending' or (status = 'claimed' and (claimed_until < now() or :take_over)))
    for update
)
update deliveries d set status = 'claimed', attempts = attempts + 1, updated_at = now(), claimed_by = null,
    claimed_until = now() + make_interval(secs => :lease_seconds),
    maybe_repeated = d.maybe_repeated or claimable.resumed
from claimable, channels c, notifications n, users u
where d.id = claimable.id and c.id = d.channel_id and n.id = d.notification_id and u.id = d.user_id
returning d.id, d.user_id, d.attempts, d.notification_id, c.id as channel_id, c.kind, c.config,
          c.enabled and u.deleted_at is null as enabled, n.kind as notification_kind, n.payload, n.created_at;

-- name: deliveries_sent!
-- A success ends a time of failures of the channel.
with answered as (
    update channels set failing_since = null, failures = 0
    where id = any(:channel_ids::uuid[]) and failing_since is not null
)
update deliveries d set status = 'sent', sent_at = now(), claimed_until = null, claimed_by = null, last_error = null,
    updated_at = now(), receipt_id = s.receipt_id, maybe_repeated = d.maybe_repeated and not s.deduplicated
from unnest(:ids::uuid[], :receipts::text[], :deduplicated::bool[]) s (id, receipt_id, deduplicated)
where d.id = s.id;

-- name: release_deliveries!
-- Not before so many seconds. Who claimed it is kept until it has been handed on.
update deliveries d set status = 'pending', claimed_until = null, last_error = f.error, updated_at = now(),
    next_attempt_at = now() + make_interval(secs => f.wait_seconds), maybe_repeated = d.maybe_repeated or f.unanswered
from unnest(:ids::uuid[], :errors::text[], :waits::float8[], :unanswered::bool[])
    f (id, error, wait_seconds, unanswered)
where d.id = f.id and d.status = 'claimed';

-- name: bury_delivery!
update deliveries set status = 'dead', claimed_until = null, claimed_by = null,
    last_error = coalesce(:error, last_error), updated_at = now()
where id = :delivery_id and status <> 'sent';

-- name: revive_delivery^
update deliveries set status = 'pending', attempts = 0, next_attempt_at = now(), updated_at = now()
where id = :delivery_id and user_id = :user_id and status = 'dead' returning id, notification_id;

-- name: revive_notification!
update deliveries set status = 'pending', attempts = 0, next_attempt_at = now(), updated_at = now()
where notification_id = :notification_id and status = 'dead';

-- name: revive_channel$
with revived as (
    update deliveries set status = 'pending', attempts = 0, next_attempt_at = now(), updated_at = now()
    where channel_id = :channel_id and user_id = :user_id and status = 'dead' returning 1
)
select count(*) from revived;

-- name: get_delivery^
select id, notification_id, channel_id, status, attempts, last_error, maybe_repeated, sent_at, created_at
from deliveries where id = :delivery_id and user_id = :user_id;

-- name: list_deliveries
select id, notification_id, channel_id, status, attempts, last_error, maybe_repeated, sent_at, created_at
from deliveries
where user_id = :user_id and (:status::text is null or status = :status) and (:before::uuid is null or id < :before)
order by id desc limit :limit;

-- name: list_notifications
select id, kind, subject_id, payload, read_at, created_at from notifications
where user_id = :user_id and (not :unread or read_at is null) and (:before::uuid is null or id < :before)
order by id desc limit :limit;

-- name: read_notification^
update notifications set read_at = coalesce(read_at, now()) where id = :notification_id and user_id = :user_id
returning id, kind, subject_id, payload, read_at, created_at;

-- name: insert_channel^
insert into channels (id, user_id, kind, name, config) values (:id, :user_id, :kind, :name, :config) returning *;

-- name: list_channels
select * from channels where user_id = :user_id and (:before::uuid is null or id < :before) order by id desc limit :limit;

-- name: get_channel^
select * from channels where id = :channel_id and user_id = :user_id;

-- name: update_channel^
update channels set name = coalesce(:name, name), enabled = coalesce(:enabled, enabled),
    disabled_reason = case when :enabled then null else disabled_reason end,
    failing_since = case when :enabled then null else failing_since end,
    failures = case when :enabled then 0 else failures end
where id = :channel_id and user_id = :user_id returning *;

-- name: set_channel_config^
update channels set config = :config where id = :channel_id and user_id = :user_id returning *;

-- name: channel_failed^
-- Switched off when its receiver is gone, or has failed for so long; `news` says that it was on until now.
with before as (
    select id, enabled, :gone or coalesce(failing_since, now()) < now() - make_interval(hours => :hours) as over
    from channels where id = :channel_id for update
)
update channels c set failures = c.failures + 1, failing_since = coalesce(c.failing_since, now()),
    enabled = c.enabled and not before.over,
    disabled_reason = case when c.enabled and before.over then :reason else c.disabled_reason end
from before where c.id = before.id
returning c.user_id, c.name, before.enabled and not c.enabled as news;

-- name: unsubscribe_channel^
update channels set enabled = false, disabled_reason = 'unsubscribed' where id = :channel_id and enabled returning name;

-- name: channel_name$
select name from channels where id = :channel_id and kind = 'email';

-- name: delete_channel$
delete from channels where id = :channel_id and user_id = :user_id returning id;

-- name: delivery_status$
select status from deliveries where id = :delivery_id;

-- name: delivery_preferences^
select p.preferences, u.settings ->> 'time_zone' as time_zone
from users u left join delivery_preferences p on p.user_id = u.id where u.id = :user_id;

-- name: set_delivery_preferences!
insert into delivery_preferences (user_id, preferences) values (:user_id, :preferences)
on conflict (user_id) do update set preferences = excluded.preferences, updated_at = now();

-- name: reschedule_news$
update digests_due set due_at = :due_at where user_id = :user_id returning due_at;

-- name: news_due_at$
select due_at from digests_due where user_id = :user_id;
