-- What matching compares, packed: a fan-out reads a page of people with one statement and stores matches as codes.

-- `stamp` counts the changes of what features are made of; they are good while `packed` equals it.
create table person_features (
    user_id uuid primary key references users on delete cascade,
    stamp bigint not null default 1,
    packed bigint,
    version text,
    profile_id uuid,
    scalars bytea,
    counts bytea,
    words bytea,
    weights bytea
);

-- `changed` is the transaction that last touched the posting: who keeps a copy asks for what is newer than its snapshot.
create table job_features (
    job_id uuid primary key references jobs on delete cascade,
    stamp bigint not null default 1,
    packed bigint,
    version text,
    changed xid8 not null default pg_current_xact_id(),
    scalars bytea,
    counts bytea,
    words bytea,
    weights bytea
);
create index job_features_changed on job_features (changed);

create function touch_person_features() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'users' then
        update person_features set stamp = stamp + 1 where user_id = new.id;
    elsif tg_op = 'DELETE' then
        update person_features set stamp = stamp + 1 where user_id = old.user_id;
    else
        insert into person_features (user_id) values (new.user_id)
        on conflict (user_id) do update set stamp = person_features.stamp + 1;
    end if;
    return null;
end;
$$;
create trigger profiles_published after insert on profiles
    for each row when (new.published_at is not null) execute function touch_person_features();
create trigger profiles_changed after update of facts, published_at on profiles
    for each row when (old.published_at is distinct from new.published_at
                       or (new.published_at is not null and old.facts is distinct from new.facts))
    execute function touch_person_features();
create trigger profiles_deleted after delete on profiles
    for each row when (old.published_at is not null) execute function touch_person_features();
create trigger users_wish after update of preferences on users
    for each row when (old.preferences is distinct from new.preferences) execute function touch_person_features();

create function touch_job_features() returns trigger language plpgsql as $$
begin
    insert into job_features (job_id) values (new.id)
    on conflict (job_id) do update set stamp = job_features.stamp + 1, changed = pg_current_xact_id();
    return null;
end;
$$;
create trigger jobs_made after insert on jobs for each row execute function touch_job_features();
create trigger jobs_changed after update of facts, status, audience_id, canonical_id on jobs
    for each row when (old.facts is distinct from new.facts or old.status is distinct from new.status
                       or old.audience_id is distinct from new.audience_id
                       or old.canonical_id is distinct from new.canonical_id)
    execute function touch_job_features();

insert into person_features (user_id) select distinct user_id from profiles where published_at is not null;
insert into job_features (job_id) select id from jobs;

-- `codes` are the verdict in small numbers, from which the reasons are written when somebody reads them; rows of
-- earlier versions have their `analysis` written out. A match whose score fell under the threshold is withdrawn.
alter table matches
    alter column analysis drop not null,
    add column codes bytea,
    add column profile_id uuid,
    add column withdrawn_at timestamptz,
    add constraint matches_reasons check (codes is not null or analysis is not null);
drop index matches_notification;
create index matches_notification on matches (notification_id) where notification_id is not null;

-- `fresh`: nobody had a match with these jobs before, so none can fall away. `progress` is for operators.
alter table match_batches
    add column fresh boolean,
    add column paused boolean not null default false,
    add column progress jsonb not null default '{}';
alter table match_pages add column dead integer not null default 0;

-- One letter for what is bad: a pair, a person with all jobs of the batch (job_id is null), a job with all people.
alter table match_dead_letters
    alter column user_id drop not null,
    alter column job_id drop not null,
    drop constraint match_dead_letters_batch_id_user_id_job_id_key,
    add constraint match_dead_letters_unit unique nulls not distinct (batch_id, user_id, job_id);

-- Facts of an older version are found by these.
create index profiles_facts_version on profiles (coalesce(facts->>'version', '')) where published_at is not null;
create index jobs_facts_version on jobs (coalesce(facts->>'version', ''));

-- Rubrics that everybody was compared by.
create table rubrics (
    rubric text primary key,
    begun_at timestamptz not null default now()
);
