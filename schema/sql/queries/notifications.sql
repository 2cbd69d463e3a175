-- name: users_with_news
-- People of a batch who have matches that they were not told of, page by page.
select distinct m.user_id from matches m join jobs j on j.id = m.job_id and j.status = 'open'
where m.batch_id = :batch_id and m.notified_at is null
order by m.user_id limit :limit;

-- name: claim_news
-- Takes the untold matches of one page of people for one notification each; told once, whatever is retried.
update matches m set notified_at = now()
from jobs j
where m.batch_id = :batch_id and m.user_id = any(:user_ids::uuid[]) and m.notified_at is null
  and j.id = m.job_id and j.status = 'open'
returning m.id, m.user_id, m.job_id, m.score, m.analysis, j.title, j.company, j.url;

-- name: insert_notification^
insert into notifications (id, user_id, kind, subject_id, payload)
values (:id, :user_id, :kind, :subject_id, :payload)
on conflict (user_id, kind, subject_id) do nothing returning id;

-- name: link_matches!
update matches set notification_id = :notification_id where id = any(:match_ids::uuid[]);

-- name: open_deliveries
-- One ledger row for each enabled channel of the person.
insert into deliveries (id, user_id, notification_id, channel_id)
select gen_random_uuid(), c.user_id, n.id, c.id
from notifications n join channels c on c.user_id = n.user_id and c.enabled and c.kind <> 'in_app'
where n.id = any(:notification_ids::uuid[]) and (:channel_id::uuid is null or c.id = :channel_id)
on conflict (notification_id, channel_id) do nothing
returning id, user_id, notification_id;

-- name: undelivered_of_batch
-- (person, notification) of a batch with ledger rows still to be sent, page by page.
select distinct n.user_id, n.id from notifications n join deliveries d on d.notification_id = n.id
where n.kind = 'matches' and n.subject_id = :batch_id and d.status in ('pending', 'claimed')
  and (:after::uuid is null or n.id > :after)
order by n.id limit :limit;

-- name: pending_deliveries
select id from deliveries where notification_id = :notification_id and status in ('pending', 'claimed') order by id;

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
update deliveries d set status = 'claimed', attempts = attempts + 1, updated_at = now(),
    claimed_until = now() + make_interval(secs => :lease_seconds),
    maybe_repeated = d.maybe_repeated or claimable.resumed
from claimable, channels c, notifications n
where d.id = claimable.id and c.id = d.channel_id and n.id = d.notification_id
returning d.id, d.user_id, d.attempts, d.notification_id, c.id as channel_id, c.kind, c.config, c.enabled,
          n.kind as notification_kind, n.payload, n.created_at;

-- name: delivery_sent!
update deliveries set status = 'sent', sent_at = now(), claimed_until = null, last_error = null, updated_at = now(),
    maybe_repeated = maybe_repeated and not :deduplicated
where id = :delivery_id;

-- name: release_delivery!
update deliveries set status = 'pending', claimed_until = null, last_error = :error, updated_at = now()
where id = :delivery_id and status = 'claimed';

-- name: bury_delivery!
update deliveries set status = 'dead', claimed_until = null, last_error = coalesce(:error, last_error), updated_at = now()
where id = :delivery_id and status <> 'sent';

-- name: revive_delivery^
update deliveries set status = 'pending', updated_at = now()
where id = :delivery_id and user_id = :user_id and status = 'dead' returning id, notification_id;

-- name: revive_notification!
update deliveries set status = 'pending', updated_at = now() where notification_id = :notification_id and status = 'dead';

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
    disabled_reason = case when :enabled then null else disabled_reason end
where id = :channel_id and user_id = :user_id returning *;

-- name: disable_channel!
update channels set enabled = false, disabled_reason = :reason where id = :channel_id;

-- name: delete_channel$
delete from channels where id = :channel_id and user_id = :user_id returning id;

-- name: delivery_status$
select status from deliveries where id = :delivery_id;
