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

-- name: lock_postings$
-- Refreshes write one after the other: two that found one new vacancy at once would each call it their own.
select pg_advisory_xact_lock(hashtextextended('postings', 3));

-- name: source_for_update^
select * from sources where id = :source_id for update;

-- name: source_run^
select rows, changed, closed, skipped from source_runs where id = :id;

-- name: trailing_runs
select rows, filled from source_runs where source_id = :source_id order by run_at desc limit :limit;

-- name: list_source_runs
select r.run_at, r.rows, r.new, r.changed, r.closed, r.skipped, r.filled, r.problem
from source_runs r join sources s on s.id = r.source_id and s.user_id = :user_id
where r.source_id = :source_id order by r.run_at desc limit :limit;

-- name: insert_source_run!
insert into source_runs (id, source_id, rows, new, changed, closed, skipped, filled, problem)
values (:id, :source_id, :rows, :new, :changed, :closed, :skipped, :filled, :problem);

-- name: repeat_source_run!
-- "Not modified" is the last answer once more.
insert into source_runs (id, source_id, rows, closed, filled)
select :id, source_id, rows, :closed, filled from source_runs where source_id = :source_id order by run_at desc limit 1;

-- name: prune_source_runs!
delete from source_runs where source_id = :source_id and id not in (
    select id from source_runs where source_id = :source_id order by run_at desc limit :keep);

-- name: source_read!
update sources set health = :health, last_error = :problem, warnings = :warnings, last_run_at = now(),
    last_success_at = case when :health = 'ok' then now() else last_success_at end,
    last_rows = coalesce(:rows, last_rows), etag = :etag, last_modified = :last_modified
where id = :source_id;

-- name: source_failed^
-- Says whether this is news, so that a failing source is announced once.
with before as (select health from sources where id = :source_id for update)
update sources s set health = 'degraded', last_error = :problem, last_run_at = now()
from before where s.id = :source_id
returning s.id, s.user_id, s.name, before.health <> 'degraded' as news;

-- name: upsert_companies
-- One row for each name as it is compared; the first address that a board gives is kept.
insert into companies (id, audience_id, name, url)
select distinct on (lower(given.name)) given.id, :audience_id::uuid, given.name, given.url
from unnest(:ids::uuid[], :names::text[], :urls::text[]) as given (id, name, url)
order by lower(given.name), given.url nulls last
on conflict (audience_id, lower(name)) do update set url = coalesce(companies.url, excluded.url)
returning id, lower(name) as name;

-- name: lowered
-- Names as the index compares them: PostgreSQL and Python do not fold all letters alike.
select name, lower(name) as key from unnest(:names::text[]) as given (name);

-- name: described_postings
-- Open postings whose text is stored. A short one is whole too if the board says so: asking again gives no more.
select external_id from jobs where source_id = :source_id and status = 'open' and posting->>'description' <> '';

-- name: stored_postings
select external_id, posting from jobs where source_id = :source_id and external_id = any(:external_ids::text[]);

-- name: count_salaries$
select count(*) from jobs where source_id = :source_id and status = 'open' and posting->'salary' <> 'null';

-- name: known_postings
select id, external_id, content_hash, status, canonical_id from jobs
where source_id = :source_id and external_id = any(:external_ids::text[]);

-- name: alike_postings
-- What may be of one vacancy with new postings, as far as their audience sees it.
select id, vacancy_id, canonical_id, source_id, audience_id, system_key, fingerprint, posting, status = 'open' as is_open,
       first_seen_at, closed_at
from jobs
where (system_key = any(:system_keys::text[]) or fingerprint = any(:fingerprints::bytea[]))
  and (audience_id is null or audience_id = :audience_id)
  and (status = 'open' or closed_at >= now() - make_interval(days => :repost_days));

-- name: stage_jobs#
create temporary table staged_jobs (like jobs including defaults) on commit drop;

-- name: store_staged_jobs
-- A posting that is known keeps its vacancy; one that comes back is put behind the one that stands for it now.
insert into jobs (id, source_id, audience_id, external_id, company_id, title, company, url, posting, facts, content_hash,
                  fingerprint, vacancy_id, canonical_id, repost_of, system_key, group_key, posted_at, expires_at,
                  annual_pay, pay_currency)
select id, source_id, audience_id, external_id, company_id, title, company, url, posting, facts, content_hash,
       fingerprint, vacancy_id, canonical_id, repost_of, system_key, group_key, posted_at, expires_at,
       annual_pay, pay_currency
from staged_jobs
on conflict (source_id, external_id) do update set
    company_id = excluded.company_id, title = excluded.title, company = excluded.company, url = excluded.url,
    posting = excluded.posting, facts = excluded.facts, content_hash = excluded.content_hash,
    fingerprint = excluded.fingerprint, system_key = excluded.system_key, group_key = excluded.group_key,
    posted_at = excluded.posted_at, expires_at = excluded.expires_at, annual_pay = excluded.annual_pay,
    pay_currency = excluded.pay_currency,
    canonical_id = case when jobs.status = 'closed' then excluded.canonical_id else jobs.canonical_id end,
    status = 'open', closed_at = null, closed_reason = null, missed = 0, last_seen_at = now()
returning id, canonical_id;

-- name: touch_postings!
update jobs set last_seen_at = now(), missed = 0
where source_id = :source_id and status = 'open' and external_id = any(:external_ids::text[]);

-- name: count_missing
-- Open postings that a complete answer no longer holds; those that were missing often enough are gone.
update jobs set missed = missed + 1,
    status = case when missed + 1 >= :close_after then 'closed' else status end,
    closed_at = case when missed + 1 >= :close_after then now() end,
    closed_reason = case when missed + 1 >= :close_after then 'gone' end
where source_id = :source_id and status = 'open' and external_id <> all(:external_ids::text[])
returning id, canonical_id, status;

-- name: count_missing_again
-- The same answer once more: what was missing still is, all else was seen.
update jobs set missed = case when missed > 0 then missed + 1 else 0 end,
    last_seen_at = case when missed > 0 then last_seen_at else now() end,
    status = case when missed > 0 and missed + 1 >= :close_after then 'closed' else status end,
    closed_at = case when missed > 0 and missed + 1 >= :close_after then now() end,
    closed_reason = case when missed > 0 and missed + 1 >= :close_after then 'gone' end
where source_id = :source_id and status = 'open'
returning id, canonical_id, status;

-- name: close_old_postings
-- Past their own end, or not seen for long: their source is paused, or shows a window of what it has.
update jobs set status = 'closed', closed_at = now(),
    closed_reason = case when expires_at < now() then 'expired' else 'stale' end
where id in (
    select id from jobs
    where status = 'open' and (:source_id::uuid is null or source_id = :source_id)
      and (expires_at < now() or last_seen_at < now() - make_interval(days => :stale_days))
    limit :limit)
returning id, canonical_id;

-- name: orphaned_postings
select id, canonical_id, audience_id, first_seen_at from jobs
where status = 'open' and canonical_id = any(:closed_ids::uuid[]);

-- name: bereft_postings
-- Open postings that stood behind one whose source was deleted: no batch has ever held them.
select j.id, j.vacancy_id as canonical_id, j.audience_id, j.first_seen_at from jobs j
where j.status = 'open' and j.canonical_id is null and j.vacancy_id <> j.id and j.repost_of is null
  and not exists (select 1 from match_batches b where b.job_ids @> array[j.id])
order by j.vacancy_id limit :limit;

-- name: set_canonical!
update jobs set canonical_id = given.canonical_id
from unnest(:ids::uuid[], :canonical_ids::uuid[]) as given (id, canonical_id) where jobs.id = given.id;

-- name: vacancy_families
-- Open postings that stand for others, each with the places of those whom its audience sees.
select c.id, c.facts, c.posting->'locations' as locations,
       coalesce(array_agg(distinct city.name) filter (where city.name is not null), '{}') as cities
from jobs c
left join jobs d on d.canonical_id = c.id and d.status = 'open'
    and (d.audience_id is null or d.audience_id = c.audience_id)
left join lateral jsonb_array_elements_text(d.facts->'cities') as city (name) on true
where c.id = any(:ids::uuid[]) and c.status = 'open' and c.canonical_id is null
group by c.id;

-- name: facts_of
select id, facts from jobs where id = any(:ids::uuid[]) and status = 'open' and canonical_id is null;

-- name: set_facts!
update jobs set facts = given.facts
from unnest(:ids::uuid[], :facts::jsonb[]) as given (id, facts) where jobs.id = given.id;

-- name: companies_to_research
select id from companies
where id = any(:ids::uuid[]) and url is not null
  and (researched_at is null or researched_at < now() - make_interval(
      days => case research_status when 'failed' then 7 else :days end))
order by id limit :limit;

-- name: company_by_id^
select id, url, research_status, researched_at from companies where id = :company_id;

-- name: get_company^
-- Everybody's companies are those of shared sources; a private source's are its owner's.
select id, audience_id, name, url, research_status, researched_at from companies
where id = :company_id and (audience_id is null or audience_id = :user_id);

-- name: set_company_url!
update companies set url = :url where id = :company_id;

-- name: list_company_facts
select kind, value, source_url, quote, read_at from company_facts where company_id = :company_id order by kind, value;

-- name: delete_company_facts!
delete from company_facts where company_id = :company_id;

-- name: insert_company_facts!
insert into company_facts (company_id, kind, value, source_url, quote)
select :company_id::uuid, given.kind, given.value, given.url, given.quote
from unnest(:kinds::text[], :values::text[], :urls::text[], :quotes::text[]) as given (kind, value, url, quote)
on conflict (company_id, kind, value) do nothing;

-- name: company_researched!
update companies set research_status = :status, researched_at = now() where id = :company_id;

-- name: unchecked_batches
-- The newest: under load there are more than can be looked at, and a scorer breaks for all of them.
select id, job_ids, user_ids, finished_at from match_batches where checked_at is null and finished_at is not null
order by finished_at desc limit :limit;

-- name: skip_unchecked!
update match_batches set checked_at = now() where checked_at is null and finished_at <= :until;

-- name: batch_checked!
update match_batches set checked_at = now(), alarm = :alarm where id = :batch_id;

-- name: sample_people
-- Any few people of a batch, with their newest profile.
select distinct on (p.user_id) p.user_id, p.facts, u.preferences
from profiles p join users u on u.id = p.user_id and u.deleted_at is null
where p.published_at is not null and p.user_id in (
    select user_id from profiles
    where published_at is not null and (:user_ids::uuid[] is null or user_id = any(:user_ids))
    group by user_id limit :limit)
order by p.user_id, p.published_at desc;

-- name: sample_jobs
select facts from jobs
where status = 'open' and canonical_id is null and (:job_ids::uuid[] is null or id = any(:job_ids))
order by id limit :limit;

-- name: admin_ids
select id from users where role = 'admin' and deleted_at is null order by id;

-- name: list_jobs
-- Filters have three values: a posting that does not say is kept unless :drop_unknown. Pay is compared by the year.
select j.id, j.title, j.company, j.company_id, j.url, j.posting, j.facts, j.status, j.first_seen_at, j.last_seen_at,
       j.source_id, j.vacancy_id, j.canonical_id, j.repost_of, j.closed_at, j.closed_reason, j.annual_pay, j.pay_currency
from jobs j
where (j.audience_id is null or j.audience_id = :user_id)
  and (:all_postings or j.canonical_id is null)
  and (:status::text is null or j.status = :status)
  and (:source_id::uuid is null or j.source_id = :source_id)
  and (:company::text is null or lower(j.company) = lower(:company))
  and (:q::text is null or j.title ilike '%' || :q || '%' or j.company ilike '%' || :q || '%')
  and (:posted_after::timestamptz is null or coalesce(j.posted_at, j.first_seen_at) >= :posted_after)
  and (:workplace::text is null or j.posting->>'workplace' = :workplace
       or (not :drop_unknown and j.posting->>'workplace' = 'unknown'))
  and (:employment::text is null or j.posting->'employment_types' @> to_jsonb(array[:employment]::text[])
       or (not :drop_unknown and j.posting->'employment_types' = '[]'))
  and (:language::text is null or j.posting->>'language' = :language
       or (not :drop_unknown and j.posting->>'language' is null))
  and (:country::text is null
       or j.posting->'locations' @> jsonb_build_array(jsonb_build_object('country', :country::text))
       or j.posting->'remote_scope' @> to_jsonb(array[:country]::text[])
       or (not :drop_unknown and j.facts->'countries' = '[]' and j.posting->'remote_scope' = '[]'))
  and (:least_pay::bigint is null or (j.annual_pay >= :least_pay and j.pay_currency = :currency)
       or (not :drop_unknown and (j.annual_pay is null or j.pay_currency <> :currency)))
  and (:before::uuid is null or (j.first_seen_at, j.id) < (select b.first_seen_at, b.id from jobs b where b.id = :before))
order by j.first_seen_at desc, j.id desc limit :limit;

-- name: get_job^
select j.id, j.title, j.company, j.company_id, j.url, j.posting, j.facts, j.status, j.first_seen_at, j.last_seen_at,
       j.source_id, j.vacancy_id, j.canonical_id, j.repost_of, j.closed_at, j.closed_reason, j.annual_pay, j.pay_currency
from jobs j
where j.id = :job_id and (j.audience_id is null or j.audience_id = :user_id);

-- name: vacancy_postings
-- All postings of a vacancy that a user may see: where else it is listed.
select id, source_id, url, status, posting->'locations' as locations, first_seen_at, last_seen_at
from jobs
where vacancy_id = :vacancy_id and (audience_id is null or audience_id = :user_id)
order by first_seen_at, id limit 200;
