-- One vacancy behind many postings, the health of sources run by run, and what companies say of themselves.

-- A source is told apart by all that is asked of it: two boards may know one name, one feed two searches.
alter table sources
    add column base_url text,
    add column options jsonb not null default '{}',
    add column warnings jsonb not null default '[]',
    drop constraint sources_user_id_location_key,
    add constraint sources_place unique (user_id, kind, location, options);

create table source_runs (
    id uuid primary key,
    source_id uuid not null references sources on delete cascade,
    run_at timestamptz not null default now(),
    rows integer not null,
    new integer not null default 0,
    changed integer not null default 0,
    closed integer not null default 0,
    skipped integer not null default 0,
    filled jsonb not null default '{}',
    problem text
);
create index source_runs_newest on source_runs (source_id, run_at desc);

-- Companies of private sources are their owner's: what a stranger's feed says of a name must not reach others.
alter table companies
    add column audience_id uuid references users on delete cascade,
    add column research_status text not null default 'never'
        constraint companies_research_status_check check (research_status in ('never', 'found', 'nothing', 'failed')),
    add column researched_at timestamptz;
drop index companies_name;
create unique index companies_name on companies (audience_id, lower(name)) nulls not distinct;

create table company_facts (
    company_id uuid not null references companies on delete cascade,
    kind text not null,
    value text not null,
    source_url text not null,
    quote text not null,
    read_at timestamptz not null default now(),
    primary key (company_id, kind, value)
);

alter table jobs
    add column vacancy_id uuid,
    add column canonical_id uuid references jobs on delete set null,
    add column repost_of uuid references jobs on delete set null,
    add column system_key text,
    add column group_key bytea,
    add column missed integer not null default 0,
    add column closed_reason text
        constraint jobs_closed_reason_check check (closed_reason in ('gone', 'expired', 'stale')),
    add column posted_at timestamptz,
    add column expires_at timestamptz,
    add column annual_pay bigint,
    add column pay_currency text;
update jobs set vacancy_id = id, group_key = fingerprint,
    closed_reason = case when status = 'closed' then 'gone' end;
alter table jobs alter column vacancy_id set not null, alter column group_key set not null;
create index jobs_newest on jobs (first_seen_at desc, id desc);
create index jobs_vacancy on jobs (vacancy_id);
create index jobs_canonical on jobs (canonical_id);
create index jobs_repost on jobs (repost_of);
create index jobs_system_key on jobs (system_key);
create index jobs_expiry on jobs (expires_at) where status = 'open';

-- Whether the scores of a batch were looked at, and what was wrong with them.
alter table match_batches
    add column checked_at timestamptz,
    add column alarm text;
create index match_batches_unchecked on match_batches (finished_at) where checked_at is null;
create index companies_audience on companies (audience_id);
