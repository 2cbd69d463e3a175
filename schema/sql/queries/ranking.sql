-- name: rank_candidates
-- The best open matches of a person as code and feedback see them, with the facts of both sides.
select m.id, least(100, greatest(0, m.score + m.feedback_points)) as score, j.facts as job_facts, m.model_points
from matches m join jobs j on j.id = m.job_id
where m.user_id = :user_id and m.withdrawn_at is null and j.status = 'open'
order by m.score + m.feedback_points desc, m.id desc limit :limit;

-- name: rank_person^
-- The facts and the wish of a person; no row without a profile.
select p.facts, u.preferences
from profiles p join users u on u.id = p.user_id and u.deleted_at is null
where p.user_id = :user_id and p.published_at is not null
order by p.published_at desc limit 1;

-- name: rank_next
-- Of these people as many as the day's budget may be enough for: who was looked at longest ago comes first.
with used as (select coalesce(sum(coalesce(spent, reserved)), 0) as everybody from model_spend where day = :day)
select u.id from used, unnest(:user_ids::uuid[]) as u (id) left join rankings r on r.user_id = u.id
order by r.created_at nulls first, u.id
limit (select greatest(0, (:budget::bigint - everybody) / :amount::bigint) from used);

-- name: get_ranking^
select inputs, ranked_by, reason, model, candidates, moved, created_at from rankings where user_id = :user_id;

-- name: lock_spend$
-- First in the transaction: two callers come one after the other, and the second sees what the first reserved.
select pg_advisory_xact_lock(hashtextextended('model_spend', 11));

-- name: reserve_spend$
-- Null when the person's or everybody's budget of the day would be passed.
with used as (
    select coalesce(sum(coalesce(spent, reserved)), 0) as everybody,
           coalesce(sum(coalesce(spent, reserved)) filter (where user_id = :user_id), 0) as person
    from model_spend where day = :day
)
insert into model_spend (id, user_id, day, purpose, model, reserved)
select :id, :user_id, :day, :purpose, :model, :amount::bigint from used
where person + :amount::bigint <= :person_budget::bigint and everybody + :amount::bigint <= :budget::bigint
returning id;

-- name: settle_spend!
update model_spend set spent = :spent, settled_at = now() where id = :id and settled_at is null;

-- name: store_ranking!
insert into rankings (user_id, inputs, ranked_by, reason, model, candidates, moved)
values (:user_id, :inputs, :ranked_by, :reason, :model, :candidates, :moved)
on conflict (user_id) do update set
    inputs = excluded.inputs, ranked_by = excluded.ranked_by, reason = excluded.reason, model = excluded.model,
    candidates = excluded.candidates, moved = excluded.moved, created_at = now();

-- name: clear_model_points!
-- The matches of a person as they stand without a model.
update matches set model_points = 0,
    adjusted = (select coalesce(jsonb_agg(line), '[]') from jsonb_array_elements(adjusted) line where line->>'by' <> 'model')
where user_id = :user_id and (model_points <> 0 or adjusted @> '[{"by": "model"}]');

-- name: set_model_points!
update matches m set model_points = new.points, adjusted = m.adjusted || new.line
from unnest(:ids::uuid[], :points::smallint[], :lines::jsonb[]) as new (id, points, line)
where m.id = new.id and m.user_id = :user_id;
