-- name: insert_batch!
insert into match_batches (id, kind, audience_id, job_ids, user_ids)
values (:id, :kind, :audience_id, :job_ids, :user_ids) on conflict (id) do nothing;

-- name: get_batch^
select id, kind, audience_id, job_ids, user_ids, finished_at from match_batches where id = :batch_id;

-- name: claim_changed_users
-- Users whose profile or wishes changed since they were last matched; taking them clears the mark in the same statement.
update users set profile_changed_at = null
where id in (
    select id from users where profile_changed_at is not null and deleted_at is null
    order by profile_changed_at limit :limit for update skip locked)
returning id;

-- name: page_bounds
-- First and last user of every page of people who have a profile, in keyset order.
with ranked as (
    select distinct p.user_id from profiles p join users u on u.id = p.user_id and u.deleted_at is null
    where p.published_at is not null
      and (:audience_id::uuid is null or p.user_id = :audience_id)
      and (:user_ids::uuid[] is null or p.user_id = any(:user_ids))
      and (:after_user::uuid is null or p.user_id > :after_user)
), numbered as (
    select user_id, (row_number() over (order by user_id) - 1) / :page_size as page from ranked
)
select (array_agg(user_id order by user_id))[1] as first_user,
       (array_agg(user_id order by user_id desc))[1] as last_user, count(*) as people
from numbered group by page order by page;

-- name: page_people
-- The newest published profile of each person of a page, as facts.
select distinct on (p.user_id) p.user_id, p.facts, u.preferences
from profiles p join users u on u.id = p.user_id and u.deleted_at is null
where p.published_at is not null and p.user_id between :first_user and :last_user
  and (:user_ids::uuid[] is null or p.user_id = any(:user_ids))
order by p.user_id, p.published_at desc;

-- name: batch_jobs
select id, facts, audience_id from jobs
where status = 'open' and (:job_ids::uuid[] is null or id = any(:job_ids))
order by id;

-- name: mark_page^
insert into match_pages (batch_id, page_key, pairs, matches) values (:batch_id, :page_key, :pairs, :matches)
on conflict (batch_id, page_key) do nothing returning page_key;

-- name: get_page^
select pairs, matches from match_pages where batch_id = :batch_id and page_key = :page_key;

-- name: stage_matches#
create temporary table staged_matches (like matches including defaults) on commit drop;

-- name: upsert_staged_matches$
-- A new score of a known pair keeps its row, and its state of having been told.
with stored as (
    insert into matches (id, user_id, job_id, batch_id, score, analysis, rubric)
    select id, user_id, job_id, batch_id, score, analysis, rubric from staged_matches
    on conflict (user_id, job_id) do update set
        score = excluded.score, analysis = excluded.analysis, rubric = excluded.rubric,
        batch_id = excluded.batch_id, updated_at = now()
    returning 1
)
select count(*) from stored;

-- name: insert_dead_letter*!
insert into match_dead_letters (id, batch_id, user_id, job_id, reason)
select :id, :batch_id, :user_id, :job_id, :reason
where exists (select 1 from users where id = :user_id) and exists (select 1 from jobs where id = :job_id)
on conflict (batch_id, user_id, job_id) do update set reason = excluded.reason, replayed_at = null;

-- name: batch_dead_letters
select user_id, job_id from match_dead_letters
where batch_id = :batch_id and replayed_at is null
  and (:after_user::uuid is null or (user_id, job_id) > (:after_user, :after_job::uuid))
order by user_id, job_id limit :limit;

-- name: dead_letters_replayed!
update match_dead_letters set replayed_at = now()
where batch_id = :batch_id and user_id = any(:user_ids::uuid[]) and job_id = any(:job_ids::uuid[]) and replayed_at is null;

-- name: finish_batch!
update match_batches set finished_at = now() where id = :batch_id;

-- name: list_matches
select m.id, m.job_id, m.score, m.analysis, m.rubric, m.notified_at, m.created_at, m.updated_at,
       j.title, j.company, j.url, j.status as job_status
from matches m join jobs j on j.id = m.job_id
where m.user_id = :user_id and m.score >= :min_score
  and (:before_score::int is null or (m.score, m.id) < (:before_score, :before_id::uuid))
order by m.score desc, m.id desc limit :limit;

-- name: get_match^
select m.id, m.job_id, m.score, m.analysis, m.rubric, m.notified_at, m.created_at, m.updated_at,
       j.title, j.company, j.url, j.status as job_status
from matches m join jobs j on j.id = m.job_id
where m.id = :match_id and m.user_id = :user_id;
