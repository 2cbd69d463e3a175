-- Lists of matches as their person sees them. Each row has the facts that its reasons are written from.

-- name: list_matches
-- By the score shown. Filters have three values: what a posting does not say is null, which keeps it unless :drop_unknown.
-- A vacancy that was hidden stays hidden under its other postings too.
select m.id, m.job_id, m.shown, m.score, m.adjusted, m.analysis, m.codes, m.rubric, m.notified_at, m.created_at,
       m.updated_at, j.title, j.company, j.url, j.status as job_status,
       p.facts as person_facts, j.facts as job_facts, u.preferences,
       f.id as feedback_id, f.kind as feedback, a.id as application_id, a.state as application_state,
       array_remove(array[case when fits.place is null then 'place' end,
                          case when fits.workplace is null then 'workplace' end,
                          case when fits.employment is null then 'employment' end,
                          case when fits.pay is null then 'pay' end], null) as unknown
from matches m join jobs j on j.id = m.job_id join users u on u.id = m.user_id
left join profiles p on p.job_id = m.profile_id
left join match_feedback f on f.user_id = m.user_id and f.job_id = m.job_id
left join applications a on a.user_id = m.user_id and a.job_id = m.job_id
cross join lateral (
    select case when cardinality(:place_cities::text[]) = 0 then true
                when j.posting->>'workplace' = 'remote' then case
                    when j.posting->'remote_scope' = '[]' then null
                    when j.posting->'remote_scope' ?| array_remove(:place_countries::text[], null) then true
                    when array_position(:place_countries::text[], null) is not null then null
                    else false end
                else (select case when bool_or(here) then true when bool_or(here is null) then null else false end
                      from unnest(:place_cities::text[], :place_countries::text[]) wanted (city, country),
                      lateral (select (case when wanted.city is null then true when j.facts->'cities' = '[]' then null
                                            else j.facts->'cities' ? wanted.city end)
                                  and (case when wanted.country is null then true when j.facts->'countries' = '[]' then null
                                            else j.facts->'countries' ? wanted.country end) as here) looked)
           end as place,
           case when :remote::boolean is null then true when j.posting->>'workplace' = 'unknown' then null
                else (j.posting->>'workplace' = 'remote') = :remote end as workplace,
           case when cardinality(:employment::text[]) = 0 then true when j.posting->'employment_types' = '[]' then null
                else j.posting->'employment_types' ?| :employment end as employment,
           case when :least_pay::bigint is null then true
                when j.annual_pay is null or j.pay_currency is distinct from :currency::text then null
                else j.annual_pay >= :least_pay end as pay) fits
where m.user_id = :user_id and m.withdrawn_at is null and m.shown >= :min_score
  and (:match_ids::uuid[] is null or m.id = any(:match_ids))
  and (:before_score::int is null or (m.shown, m.id) < (:before_score, :before_id::uuid))
  and (:hidden or not exists (
      select 1 from match_feedback h join jobs hidden on hidden.id = h.job_id
      where h.user_id = m.user_id and h.kind = 'hide' and hidden.vacancy_id = j.vacancy_id))
  and (cardinality(:companies::text[]) = 0 or exists (
      select 1 from unnest(:companies) c where starts_with(lower(j.company) || ' ', lower(c) || ' ')))
  and (cardinality(:titles::text[]) = 0 or exists (
      select 1 from unnest(:titles) t where to_tsvector('simple', j.title) @@ plainto_tsquery('simple', t)))
  and (:words::text is null or websearch_to_tsquery('simple', :words)
      @@ to_tsvector('simple', concat_ws(' ', j.title, j.company, left(j.posting->>'description', 200000))))
  and coalesce(fits.place, not :drop_unknown) and coalesce(fits.workplace, not :drop_unknown)
  and coalesce(fits.employment, not :drop_unknown) and coalesce(fits.pay, not :drop_unknown)
order by m.shown desc, m.id desc limit :limit;

-- name: matches_unanswered^
-- Of all matches of a person: how many there are, and how many do not say what filters ask.
select count(*) as matches,
       count(*) filter (where case when j.posting->>'workplace' = 'remote' then j.posting->'remote_scope' = '[]'
                                   else j.facts->'cities' = '[]' and j.facts->'countries' = '[]' end) as place,
       count(*) filter (where j.posting->>'workplace' = 'unknown') as workplace,
       count(*) filter (where j.posting->'employment_types' = '[]') as employment,
       count(*) filter (where j.annual_pay is null or j.pay_currency is distinct from :currency::text) as pay
from matches m join jobs j on j.id = m.job_id where m.user_id = :user_id and m.withdrawn_at is null;

-- name: get_match^
select m.id, m.job_id, m.shown, m.score, m.adjusted, m.analysis, m.codes, m.rubric, m.notified_at, m.created_at,
       m.updated_at, j.title, j.company, j.url, j.status as job_status,
       p.facts as person_facts, j.facts as job_facts, u.preferences,
       f.id as feedback_id, f.kind as feedback, a.id as application_id, a.state as application_state,
       '{}'::text[] as unknown
from matches m join jobs j on j.id = m.job_id join users u on u.id = m.user_id
left join profiles p on p.job_id = m.profile_id
left join match_feedback f on f.user_id = m.user_id and f.job_id = m.job_id
left join applications a on a.user_id = m.user_id and a.job_id = m.job_id
where m.id = :match_id and m.user_id = :user_id;

-- name: people_of_job
-- For admins, and of shared postings only: whom a posting suits, by the score that the person sees.
select m.id, m.user_id, m.shown, m.score, m.rubric, m.notified_at, m.created_at
from matches m join jobs j on j.id = m.job_id and j.audience_id is null join users u on u.id = m.user_id
where m.job_id = :job_id and m.withdrawn_at is null and u.deleted_at is null and m.shown >= :min_score
  and (:before_score::int is null or (m.shown, m.id) < (:before_score, :before_id::uuid))
order by m.shown desc, m.id desc limit :limit;

-- name: is_shared_job$
select true from jobs where id = :job_id and audience_id is null;

-- name: export_matches
select m.id, m.user_id, m.shown, m.score, m.adjusted, m.analysis, m.codes, m.rubric, m.updated_at,
       s.name as source, j.external_id, p.facts as person_facts, j.facts as job_facts, u.preferences, r.model
from matches m join jobs j on j.id = m.job_id join sources s on s.id = j.source_id join users u on u.id = m.user_id
left join profiles p on p.job_id = m.profile_id
left join rankings r on r.user_id = m.user_id and m.adjusted @> '[{"by": "model"}]'
where m.user_id = :user_id and m.withdrawn_at is null
  and (:before_score::int is null or (m.shown, m.id) < (:before_score, :before_id::uuid))
order by m.shown desc, m.id desc limit :limit;

-- name: export_jobs
select j.id, s.name as source, j.external_id, j.title, j.company, j.url, j.posting, j.posted_at, j.first_seen_at, j.last_seen_at
from jobs j join sources s on s.id = j.source_id
where (j.audience_id is null or j.audience_id = :user_id) and (:status::text is null or j.status = :status)
  and (:before::uuid is null or j.id < :before)
order by j.id desc limit :limit;
