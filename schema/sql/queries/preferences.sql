-- Feedback on matches, and saved searches.

-- name: lock_person$
-- Pages of a fan-out hold those whom they compare: points are made before a page or after it, never beside it.
select id from users where id = :user_id and deleted_at is null for update;

-- name: set_feedback^
insert into match_feedback (id, user_id, job_id, kind) values (:id, :user_id, :job_id, :kind)
on conflict (user_id, job_id) do update set id = excluded.id, kind = excluded.kind, created_at = now()
where match_feedback.kind <> excluded.kind
returning id;

-- name: delete_feedback$
delete from match_feedback where user_id = :user_id and id = :feedback_id returning id;

-- name: delete_feedback_of$
delete from match_feedback where user_id = :user_id and job_id = :job_id returning id;

-- name: list_feedback
select f.id, f.job_id, f.kind, f.created_at, j.title, j.company
from match_feedback f join jobs j on j.id = f.job_id
where f.user_id = :user_id and (:before::uuid is null or f.id < :before)
order by f.id desc limit :limit;

-- name: get_feedback^
select f.id, f.job_id, f.kind, f.created_at, j.title, j.company
from match_feedback f join jobs j on j.id = f.job_id where f.user_id = :user_id and f.id = :feedback_id;

-- name: feedback_of
-- What people said, the newest of each.
select u.user_id, f.id, f.job_id, f.kind
from unnest(:user_ids::uuid[]) u (user_id)
cross join lateral (select id, job_id, kind from match_feedback f
                    where f.user_id = u.user_id order by id desc limit :newest) f;

-- name: people_with_feedback
select distinct user_id from match_feedback where user_id between :first_user and :last_user
  and (:user_ids::uuid[] is null or user_id = any(:user_ids));

-- name: matches_to_move
-- Matches of people: those of a batch, or (null) all that stand.
select m.id, m.user_id, m.job_id from matches m
where m.user_id = any(:user_ids::uuid[]) and m.withdrawn_at is null
  and (:batch_id::uuid is null or m.batch_id = :batch_id);

-- name: postings_to_compare
select id, vacancy_id, title, company, facts from jobs where id = any(:job_ids::uuid[]);

-- name: set_feedback_points!
-- Lines of others stay as they are.
update matches m set feedback_points = t.points,
    adjusted = (select coalesce(jsonb_agg(line), '[]') from jsonb_array_elements(m.adjusted) line
                where line->>'by' <> 'feedback') || t.lines
from unnest(:ids::uuid[], :points::smallint[], :lines::jsonb[]) as t (id, points, lines)
where m.id = t.id and (t.points <> 0 or t.lines <> '[]' or m.feedback_points <> 0 or m.adjusted @> '[{"by": "feedback"}]');

-- name: insert_search^
insert into saved_searches (id, user_id, name, filter, digest) values (:id, :user_id, :name, :filter, :digest)
on conflict (user_id, lower(name)) do nothing
returning id, name, filter, digest, created_at, updated_at;

-- name: list_searches
select id, name, filter, digest, created_at, updated_at from saved_searches
where user_id = :user_id and (:before::uuid is null or id < :before) order by id desc limit :limit;

-- name: count_searches$
select count(*) from saved_searches where user_id = :user_id;

-- name: digest_searches
-- Searches that messages name, of people, the newest ten of each.
select s.id, s.user_id, s.name, s.filter
from unnest(:user_ids::uuid[]) u (user_id)
cross join lateral (select id, user_id, name, filter from saved_searches w
                    where w.user_id = u.user_id and w.digest order by id desc limit 10) s
order by s.user_id, s.id;

-- name: get_search^
select id, name, filter, digest, created_at, updated_at from saved_searches
where id = :search_id and user_id = :user_id;

-- name: update_search^
update saved_searches set name = :name, filter = :filter, digest = :digest, updated_at = now()
where id = :search_id and user_id = :user_id
returning id, name, filter, digest, created_at, updated_at;

-- name: delete_search$
delete from saved_searches where id = :search_id and user_id = :user_id returning id;
