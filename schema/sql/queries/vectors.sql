-- What is in the vector store of postings is what is matched: open, and standing for its vacancy. `job_vectors` notes a
-- posting before it is stored and strikes it out after it was deleted, so a crash at any moment is made good by the next
-- batch: what is open and not noted as it is now is stored, what is noted and not open is deleted.

-- name: jobs_to_index
select j.id, j.audience_id, j.content_hash, j.title, j.facts, left(coalesce(j.posting->>'description', ''), :prose) as description
from jobs j left join job_vectors v on v.job_id = j.id
where j.status = 'open' and j.canonical_id is null
  and (v.job_id is null or v.content_hash is distinct from j.content_hash or v.model <> :model
       or v.audience_id is distinct from j.audience_id)
  and not exists (select 1 from users u where u.id = j.audience_id and u.deleted_at is not null)
order by j.id limit :limit;

-- name: vectors_to_forget
select v.job_id
from job_vectors v
left join jobs j on j.id = v.job_id and j.status = 'open' and j.canonical_id is null
    and not exists (select 1 from users u where u.id = j.audience_id and u.deleted_at is not null)
where j.id is null
order by v.job_id limit :limit;

-- name: index_is_behind$
select exists (
    select 1 from jobs j left join job_vectors v on v.job_id = j.id
    where j.status = 'open' and j.canonical_id is null
      and (v.job_id is null or v.content_hash is distinct from j.content_hash or v.model <> :model
           or v.audience_id is distinct from j.audience_id)
      and not exists (select 1 from users u where u.id = j.audience_id and u.deleted_at is not null)
) or exists (
    select 1 from job_vectors v
    left join jobs j on j.id = v.job_id and j.status = 'open' and j.canonical_id is null
        and not exists (select 1 from users u where u.id = j.audience_id and u.deleted_at is not null)
    where j.id is null
);

-- name: note_vectors!
insert into job_vectors (job_id, audience_id, model)
select given.job_id, given.audience_id, :model
from unnest(:job_ids::uuid[], :audience_ids::uuid[]) as given (job_id, audience_id)
on conflict (job_id) do update set
    audience_id = excluded.audience_id, model = excluded.model, content_hash = null, indexed_at = null;

-- name: vectors_stored
-- Those that are still noted: what was struck out meanwhile is not to be there.
update job_vectors v set content_hash = given.content_hash, indexed_at = now()
from unnest(:job_ids::uuid[], :hashes::bytea[]) as given (job_id, content_hash)
where v.job_id = given.job_id
returning v.job_id;

-- name: unmark_vectors!
update job_vectors set content_hash = null where job_id = any(:job_ids::uuid[]);

-- name: strike_vectors!
delete from job_vectors where job_id = any(:job_ids::uuid[]);

-- name: unmark_private_vectors!
update job_vectors set content_hash = null where audience_id = :user_id;

-- name: strike_private_vectors!
delete from job_vectors where audience_id = :user_id;

-- name: count_indexed$
select count(*) from job_vectors where model = :model and content_hash is not null;

-- name: unmark_all_vectors!
update job_vectors set content_hash = null where model = :model;

-- name: job_to_compare^
select j.id, j.title, j.facts, left(coalesce(j.posting->>'description', ''), :prose) as description,
       coalesce(j.canonical_id, j.id) as head_id
from jobs j where j.id = :job_id and (j.audience_id is null or j.audience_id = :user_id);

-- name: person_to_compare^
-- The newest profile, with the vector that a model gave for it.
select p.job_id as profile_id, p.facts, u.preferences, v.model, v.text_hash, v.vector
from users u
join lateral (select job_id, facts from profiles
              where user_id = u.id and published_at is not null order by published_at desc, job_id desc limit 1) p on true
left join person_vectors v on v.profile_id = p.job_id
where u.id = :user_id and u.deleted_at is null;

-- name: compared_person^
select u.preferences, p.facts
from users u left join profiles p on p.user_id = u.id and p.job_id = :profile_id
where u.id = :user_id;

-- name: keep_person_vector!
insert into person_vectors (profile_id, user_id, model, text_hash, vector)
select p.job_id, p.user_id, :model, :text_hash, :vector
from profiles p where p.job_id = :profile_id and p.user_id = :user_id
on conflict (profile_id) do update set
    model = excluded.model, text_hash = excluded.text_hash, vector = excluded.vector;

-- name: candidate_jobs
-- Of some postings those that this user may hear of and has no match with: matches are listed as such.
select j.id, j.facts
from jobs j
where j.id = any(:job_ids::uuid[]) and j.status = 'open' and j.canonical_id is null
  and (j.audience_id is null or j.audience_id = :user_id)
  and not exists (select 1 from jobs o join matches m on m.job_id = o.id
                  where o.vacancy_id = j.vacancy_id and m.user_id = :user_id and m.withdrawn_at is null)
  and not exists (select 1 from jobs o join match_feedback f on f.job_id = o.id
                  where o.vacancy_id = j.vacancy_id and f.user_id = :user_id and f.kind = 'hide');

-- name: near_jobs
-- Of some postings the first that are open and visible, one for each vacancy, never that of a posting that is named.
with seen as (
    select distinct on (j.group_key) j.id, given.place
    from unnest(:job_ids::uuid[]) with ordinality as given (id, place)
    join jobs j on j.id = given.id
    left join jobs self on self.id = :not_like::uuid
    where j.status = 'open' and j.canonical_id is null and (j.audience_id is null or j.audience_id = :user_id)
      and not exists (select 1 from jobs o join match_feedback f on f.job_id = o.id
                      where o.vacancy_id = j.vacancy_id and f.user_id = :user_id and f.kind = 'hide')
      and (self.id is null or (j.id <> self.id and j.vacancy_id <> self.vacancy_id and j.group_key <> self.group_key))
    order by j.group_key, given.place
)
select j.id, j.title, j.company, j.company_id, j.url, j.posting, j.facts, j.status, j.first_seen_at, j.last_seen_at,
       j.source_id, j.vacancy_id, j.canonical_id, j.repost_of, j.closed_at, j.closed_reason, j.annual_pay, j.pay_currency
from seen join jobs j on j.id = seen.id
order by seen.place limit :limit;
