-- name: insert_batch!
insert into match_batches (id, kind, audience_id, job_ids, user_ids)
values (:id, :kind, :audience_id, :job_ids, :user_ids) on conflict (id) do nothing;

-- name: get_batch^
select id, kind, audience_id, job_ids, user_ids, fresh, finished_at from match_batches where id = :batch_id;

-- name: open_batch^
-- `fresh` is settled before the first page: no match with these jobs stands yet, so none can fall away.
update match_batches b set fresh = coalesce(b.fresh, b.job_ids is not null and not exists (
    select 1 from unnest(b.job_ids) as wanted (id) join matches m on m.job_id = wanted.id))
where id = :batch_id returning id, kind, audience_id, job_ids, user_ids, fresh, finished_at;

-- name: changed_users
-- Who waited longest is first: nobody is passed over because others change more often.
select id from users where profile_changed_at is not null and deleted_at is null
order by profile_changed_at limit :limit;

-- name: claim_changed_users
-- Taking them clears the mark in the same statement; who is being changed right now is left for the next time.
update users set profile_changed_at = null
where id in (
    select id from users where id = any(:user_ids::uuid[]) and profile_changed_at is not null and deleted_at is null
    order by id for no key update skip locked)
returning id;

-- name: page_bounds
-- First and last user of every page of people who have a profile, in keyset order.
with numbered as (
    select user_id, (row_number() over (order by user_id) - 1) / :page_size as page
    from person_features
    where (:audience_id::uuid is null or user_id = :audience_id)
      and (:user_ids::uuid[] is null or user_id = any(:user_ids))
      and (:after_user::uuid is null or user_id > :after_user)
)
select (array_agg(user_id order by user_id))[1] as first_user,
       (array_agg(user_id order by user_id desc))[1] as last_user, count(*) as people
from numbered group by page order by page;

-- name: unpacked_people
-- People whose features are not those of their newest profile and wishes, with what they are made of.
select f.user_id, f.stamp, p.job_id as profile_id, p.facts, u.preferences
from person_features f
join users u on u.id = f.user_id
left join lateral (
    select job_id, facts from profiles
    where user_id = f.user_id and published_at is not null order by published_at desc, job_id desc limit 1) p on true
where f.user_id between :first_user and :last_user and (:user_ids::uuid[] is null or f.user_id = any(:user_ids))
  and (f.packed is distinct from f.stamp or f.version is distinct from :version)
order by f.user_id limit :limit;

-- name: store_person_features!
-- Only what nobody changed meanwhile. Without `scalars` the facts cannot be used, which is known from here on.
with packed as (
    select * from unnest(:user_ids::uuid[], :stamps::bigint[], :profile_ids::uuid[], :scalars::bytea[], :counts::bytea[],
                         :words::bytea[], :weights::bytea[])
        as t (user_id, stamp, profile_id, scalars, counts, words, weights)
), locked as (
    select f.user_id from person_features f join packed t using (user_id, stamp) order by f.user_id for update of f
)
update person_features f
set packed = t.stamp, version = :version, profile_id = t.profile_id, scalars = t.scalars, counts = t.counts,
    words = t.words, weights = t.weights
from packed t join locked l using (user_id)
where f.user_id = t.user_id and f.stamp = t.stamp;

-- name: drop_person_features!
-- They have no profile any more.
delete from person_features f using unnest(:user_ids::uuid[], :stamps::bigint[]) as t (user_id, stamp)
where f.user_id = t.user_id and f.stamp = t.stamp;

-- name: packed_people^
-- A page of people in one row: what is packed of each stands one after the other, in order of ids. The locks keep
-- profiles and wishes as they are until the matches that rest on them are stored.
with locked as materialized (
    select f.user_id, f.profile_id, f.scalars, f.counts, f.words, f.weights,
           f.packed is not distinct from f.stamp and f.version is not distinct from :version as current
    from person_features f join users u on u.id = f.user_id
    where f.user_id between :first_user and :last_user and (:user_ids::uuid[] is null or f.user_id = any(:user_ids))
      and u.deleted_at is null
    order by f.user_id for key share of u for share of f
)
select string_agg(uuid_send(user_id), ''::bytea order by user_id) filter (where current and scalars is not null) as ids,
       string_agg(uuid_send(profile_id), ''::bytea order by user_id)
           filter (where current and scalars is not null) as profiles,
       string_agg(scalars, ''::bytea order by user_id) filter (where current) as scalars,
       string_agg(counts, ''::bytea order by user_id) filter (where current) as counts,
       string_agg(words, ''::bytea order by user_id) filter (where current) as words,
       string_agg(weights, ''::bytea order by user_id) filter (where current) as weights,
       array_agg(user_id order by user_id) filter (where current and scalars is null) as unusable,
       count(*) filter (where not current) as stale
from locked;

-- name: unpacked_jobs
-- Postings whose features are not those of their present facts: of a list, or all that are matched.
select f.job_id, f.stamp, j.facts from job_features f join jobs j on j.id = f.job_id
where (f.packed is distinct from f.stamp or f.version is distinct from :version)
  and case when :job_ids::uuid[] is null then j.status = 'open' and j.canonical_id is null
           else j.id = any(:job_ids) end
order by f.job_id limit :limit;

-- name: store_job_features!
with packed as (
    select * from unnest(:job_ids::uuid[], :stamps::bigint[], :scalars::bytea[], :counts::bytea[], :words::bytea[],
                         :weights::bytea[])
        as t (job_id, stamp, scalars, counts, words, weights)
), locked as (
    select f.job_id from job_features f join packed t using (job_id, stamp) order by f.job_id for update of f
)
update job_features f
set packed = t.stamp, version = :version, changed = pg_current_xact_id(), scalars = t.scalars, counts = t.counts,
    words = t.words, weights = t.weights
from packed t join locked l using (job_id)
where f.job_id = t.job_id and f.stamp = t.stamp;

-- name: packed_jobs^
-- Postings that are matched, of a list or (null) all open ones, or (`since`) those touched after a snapshot, in one row.
select string_agg(uuid_send(j.id), ''::bytea order by j.id) filter (where good) as ids,
       string_agg(coalesce(uuid_send(j.audience_id), '\x00000000000000000000000000000000'::bytea), ''::bytea
                  order by j.id) filter (where good) as audiences,
       string_agg(f.scalars, ''::bytea order by j.id) filter (where good) as scalars,
       string_agg(f.counts, ''::bytea order by j.id) filter (where good) as counts,
       string_agg(f.words, ''::bytea order by j.id) filter (where good) as words,
       string_agg(f.weights, ''::bytea order by j.id) filter (where good) as weights,
       array_agg(j.id order by j.id) filter (where matched and not good) as unusable,
       string_agg(uuid_send(j.id), ''::bytea order by j.id) as touched
from job_features f join jobs j on j.id = f.job_id,
     lateral (select j.status = 'open' and j.canonical_id is null as matched) a,
     lateral (select matched and f.scalars is not null and f.packed = f.stamp and f.version = :version as good) b
where (:job_ids::uuid[] is null or j.id = any(:job_ids))
  and (:since::text is null or f.changed >= (:since::text)::xid8)
  and (:since::text is not null or matched);

-- name: jobs_since^
-- What was touched after a snapshot, and the present one: equal answers mean that nothing changed in between.
select count(*) as touched, max(changed)::text as newest, sum(stamp)::bigint as stamps,
       pg_snapshot_xmin(pg_current_snapshot())::text as snapshot
from job_features where changed >= (:since::text)::xid8;

-- name: snapshot$
select pg_snapshot_xmin(pg_current_snapshot())::text;

-- name: begin_page^
-- A page that is there is done. A second attempt waits here for the first, and then finds it done.
insert into match_pages (batch_id, page_key, pairs, matches) values (:batch_id, :page_key, 0, 0)
on conflict (batch_id, page_key) do nothing returning page_key;

-- name: end_page!
update match_pages set pairs = :pairs, matches = :matches, dead = :dead where batch_id = :batch_id and page_key = :page_key;

-- name: get_page^
select pairs, matches, dead from match_pages where batch_id = :batch_id and page_key = :page_key;

-- name: stage_matches!
create temporary table staged_matches (
    n integer, id uuid, user_id uuid, job_id uuid, batch_id uuid, score smallint, codes bytea, rubric text, profile_id uuid
) on commit drop;

-- name: upsert_staged_matches!
-- A new score of a known pair keeps its row, and its state of having been told; what says the same is left alone.
insert into matches (id, user_id, job_id, batch_id, score, codes, rubric, profile_id)
select id, user_id, job_id, batch_id, score, codes, rubric, profile_id from staged_matches
where n >= :first and n < :last order by user_id, job_id
on conflict (user_id, job_id) do update set
    score = excluded.score, codes = excluded.codes, analysis = null, rubric = excluded.rubric,
    profile_id = excluded.profile_id, batch_id = excluded.batch_id, withdrawn_at = null, updated_at = now()
where (matches.score, matches.codes, matches.rubric, matches.profile_id)
    is distinct from (excluded.score, excluded.codes, excluded.rubric, excluded.profile_id)
   or matches.withdrawn_at is not null;

-- name: standing_matches^
-- Matches of people with these jobs (null: all that are matched), one after the other: whose, of what, what they say.
-- What another rubric said, or what is written out, is given with zeros: it is no longer the same.
select string_agg(uuid_send(m.user_id), ''::bytea order by m.id) as users,
       string_agg(uuid_send(m.job_id), ''::bytea order by m.id) as jobs,
       string_agg(case when m.rubric = :rubric and m.profile_id is not null and m.codes is not null
                       then int2send(m.score) || uuid_send(m.profile_id) || m.codes
                       else ''::bytea end, ''::bytea order by m.id) as said
from matches m join jobs j on j.id = m.job_id
where m.user_id = any(:user_ids::uuid[]) and m.withdrawn_at is null
  and j.status = 'open' and j.canonical_id is null
  and (:job_ids::uuid[] is null or m.job_id = any(:job_ids)) and m.job_id <> all(:unusable::uuid[]);

-- name: withdraw_matches!
-- Matches that no longer reach their threshold. What was sent, said or done about them stays with the row.
update matches m set withdrawn_at = now(), updated_at = now()
from unnest(:user_ids::uuid[], :job_ids::uuid[]) as fallen (user_id, job_id)
where m.user_id = fallen.user_id and m.job_id = fallen.job_id and m.withdrawn_at is null;

-- name: insert_dead_letters$
-- Of whom and what still exists. A person without a job stands for all jobs of the batch, and the other way round.
with made as (
    insert into match_dead_letters (id, batch_id, user_id, job_id, reason)
    select gen_random_uuid(), :batch_id, user_id, job_id, reason
    from unnest(:user_ids::uuid[], :job_ids::uuid[], :reasons::text[]) as letter (user_id, job_id, reason)
    where (user_id is null or exists (select 1 from users where id = user_id))
      and (job_id is null or exists (select 1 from jobs where id = job_id))
    order by user_id, job_id
    on conflict (batch_id, user_id, job_id) do update set reason = excluded.reason, replayed_at = null
    returning 1
)
select count(*) from made;

-- name: dead_letter_bounds
-- Pages of people who have letters of a batch that did not go through since.
with numbered as (
    select user_id, (row_number() over (order by user_id) - 1) / :page_size as page
    from (select distinct user_id from match_dead_letters
          where batch_id = :batch_id and replayed_at is null and user_id is not null) people
)
select (array_agg(user_id order by user_id))[1] as first_user,
       (array_agg(user_id order by user_id desc))[1] as last_user, count(*) as people
from numbered group by page order by page;

-- name: dead_jobs
-- Postings that nobody could be compared with.
select job_id from match_dead_letters
where batch_id = :batch_id and user_id is null and replayed_at is null order by job_id;

-- name: dead_letters_of_page
select user_id, job_id from match_dead_letters
where batch_id = :batch_id and replayed_at is null and user_id between :first_user and :last_user;

-- name: dead_letters_replayed!
update match_dead_letters set replayed_at = now()
where batch_id = :batch_id and replayed_at is null
  and (user_id between :first_user and :last_user or (user_id is null and job_id = any(:job_ids::uuid[])));

-- name: finish_batch!
update match_batches set finished_at = now() where id = :batch_id;

-- name: page_users
-- People of a page, whether they can be compared or not.
select user_id from person_features
where user_id between :first_user and :last_user and (:user_ids::uuid[] is null or user_id = any(:user_ids))
order by user_id;

-- name: matched_jobs
select id from jobs where status = 'open' and canonical_id is null and (:job_ids::uuid[] is null or id = any(:job_ids));

-- name: count_news$
select count(*) from matches where batch_id = :batch_id and notified_at is null and withdrawn_at is null;

-- name: batch_counts^
select coalesce(sum(pairs), 0)::int as pairs, coalesce(sum(matches), 0)::int as matches,
       coalesce(sum(dead), 0)::int as dead
from match_pages where batch_id = :batch_id;

-- name: list_batches
-- A batch for one person is theirs; all others are the admins'.
select b.id, b.kind, b.paused, b.progress, b.created_at, b.finished_at,
       (select count(*) from match_dead_letters d where d.batch_id = b.id and d.replayed_at is null) as dead_letters
from match_batches b
where (b.audience_id = :user_id or (b.audience_id is null and :admin))
  and (:before::uuid is null
       or (b.created_at, b.id) < (select c.created_at, c.id from match_batches c where c.id = :before))
order by b.created_at desc, b.id desc limit :limit;

-- name: owned_batch^
select b.id, b.kind, b.paused, b.progress, b.created_at, b.finished_at,
       (select count(*) from match_dead_letters d where d.batch_id = b.id and d.replayed_at is null) as dead_letters
from match_batches b
where b.id = :batch_id and (b.audience_id = :user_id or (b.audience_id is null and :admin));

-- name: pause_batch!
update match_batches set paused = :paused where id = :batch_id;

-- name: note_progress$
-- Whom it is told: the person whose source it is, or the admins.
with noted as (
    update match_batches set progress = :progress where id = :batch_id returning audience_id
)
select array_agg(u.id order by u.id) from noted
join users u on u.deleted_at is null
    and case when noted.audience_id is null then u.role = 'admin' else u.id = noted.audience_id end;

-- name: outdated_profiles
-- Two ranges instead of "not this one": an index answers them.
select job_id, document, facts from profiles
where published_at is not null
  and (coalesce(facts->>'version', '') < :version or coalesce(facts->>'version', '') > :version)
limit :limit;

-- name: renew_profiles!
-- Those whose newest profile it is are compared with the open jobs again.
with renewed as (
    update profiles p set facts = given.facts
    from unnest(:ids::uuid[], :facts::jsonb[]) as given (id, facts) where p.job_id = given.id
    returning p.user_id
)
update users set profile_changed_at = now() where id in (select user_id from renewed) and deleted_at is null;

-- name: outdated_jobs
select id, posting, facts from jobs
where coalesce(facts->>'version', '') < :version or coalesce(facts->>'version', '') > :version
limit :limit;

-- name: renew_jobs
update jobs set facts = given.facts
from unnest(:ids::uuid[], :facts::jsonb[]) as given (id, facts) where jobs.id = given.id
returning jobs.id, jobs.status = 'open' and jobs.canonical_id is null as matched;

-- name: begin_rubric$
-- True once for each rubric, where matches of others stand.
with begun as (insert into rubrics (rubric) values (:rubric) on conflict (rubric) do nothing returning rubric)
select exists (select 1 from begun) and exists (select 1 from matches where rubric <> :rubric);
