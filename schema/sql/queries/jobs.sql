-- What other parts read of a posting's life (the table's comment in schema.sql says what the columns mean):
--   match          status = 'open' and canonical_id is null; its facts hold the cities of all that it stands for
--   group_key      equal for one vacancy in several countries too: lines of one message with the same key are one line
--   told already   a user was told of a vacancy when any of its postings has a match of the user with notified_at:
--                  exists (select 1 from jobs o join matches m on m.job_id = o.id and m.user_id = :user_id
--                          where o.vacancy_id = j.vacancy_id and m.notified_at is not null)
--                  so a repost (repost_of), a duplicate and one posting that closed and came back are not told again
--   closed         status = 'closed', closed_reason gone | expired | stale: nothing is sent about it any more

-- name: insert_source^
insert into sources (id, user_id, kind, name, location, base_url, options, shared, interval_seconds)
values (:id, :user_id, :kind, :name, :location, :base_url, :options, :shared, :interval_seconds)
on conflict (user_id, kind, location, options) do nothing
returning *;

-- name: list_sources
select * from sources where user_id = :user_id and (:before::uuid is null or id < :before) order by id desc limit :limit;

-- name: get_source^
select * from sources where id = :source_id and user_id = :user_id;

-- name: source_by_id^
select * from sources where id = :source_id;

-- name: pause_source^
update sources set paused = :paused where id = :source_id and user_id = :user_id returning *;

-- name: delete_source$
delete from sources where id = :source_id and user_id = :user_id returning id;

-- name: source_succeeded!
update sources set health = :health, last_error = :problem, last_success_at = now(), last_run_at = now(),
    last_rows = coalesce(:rows, last_rows), etag = :etag, last_modified = :last_modified
where id = :source_id;

-- name: source_failed^
-- Says whether this is news, so that a failing source is announced once.
with before as (select health from sources where id = :source_id for update)
update sources s set health = 'degraded', last_error = :problem, last_run_at = now()
from before where s.id = :source_id
returning s.user_id, s.name, before.health <> 'degraded' as news;

-- name: upsert_company$
with made as (
    insert into companies (id, name, url) values (:id, :name, :url)
    on conflict (audience_id, lower(name)) do update set url = coalesce(companies.url, excluded.url)
    returning id
)
select id from made;

-- name: upsert_job^
-- `changed` is true for a new or altered posting: those are matched again.
with known as (select id, content_hash, status from jobs where source_id = :source_id and external_id = :external_id)
insert into jobs (id, source_id, audience_id, external_id, company_id, title, company, url, posting, facts,
                  content_hash, fingerprint, vacancy_id, group_key)
values (:id, :source_id, :audience_id, :external_id, :company_id, :title, :company, :url, :posting, :facts,
        :content_hash, :fingerprint, :id, :fingerprint)
on conflict (source_id, external_id) do update set
    company_id = excluded.company_id, title = excluded.title, company = excluded.company, url = excluded.url,
    posting = excluded.posting, facts = excluded.facts, content_hash = excluded.content_hash,
    fingerprint = excluded.fingerprint, status = 'open', closed_at = null, last_seen_at = now()
returning id, coalesce((select known.content_hash <> excluded_hash.h or known.status = 'closed'
                        from known, (select :content_hash::bytea as h) excluded_hash), true) as changed;

-- name: close_missing_jobs$
-- Postings that a complete answer of the source no longer holds.
with closed as (
    update jobs set status = 'closed', closed_at = now()
    where source_id = :source_id and status = 'open' and external_id <> all(:external_ids::text[])
    returning 1
)
select count(*) from closed;

-- name: list_jobs
select id, title, company, url, posting, status, first_seen_at, last_seen_at from jobs
where (audience_id is null or audience_id = :user_id)
  and (:status::text is null or status = :status)
  and (:company::text is null or lower(company) = lower(:company))
  and (:q::text is null or title ilike '%' || :q || '%' or company ilike '%' || :q || '%')
  and (:before::uuid is null or id < :before)
order by id desc limit :limit;

-- name: get_job^
select id, title, company, url, posting, status, first_seen_at, last_seen_at from jobs
where id = :job_id and (audience_id is null or audience_id = :user_id);
