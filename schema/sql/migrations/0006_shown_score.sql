-- The score that is shown is the one that is sorted by: what code computed, moved by bounded points of the person's
-- feedback and of a model, each with its reason in `adjusted`. Zero points: the code's score stands.
alter table matches
    add column feedback_points smallint not null default 0 check (feedback_points between -20 and 20),
    add column model_points smallint not null default 0 check (model_points between -10 and 10),
    add column adjusted jsonb not null default '[]',
    add column shown smallint generated always as (greatest(0, least(100, score + feedback_points + model_points)))
        stored;
drop index matches_ranked;
create index matches_ranked on matches (user_id, shown desc, id desc);
