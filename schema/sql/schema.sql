-- The record. Every owned row carries user_id, and every query of an owned row has it in its WHERE.

create table users (
    id uuid primary key,
    email text not null,
    password_hash text not null,
    name text,
    role text not null default 'user' check (role in ('user', 'admin')),
    settings jsonb not null default '{}',
    preferences jsonb not null default '{}',
    profile_changed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
);
create unique index users_email on users (lower(email));
create index users_changed on users (profile_changed_at) where profile_changed_at is not null;

-- A family is one login; each refresh spends a token and adds the next. A spent token used again revokes the family.
create table refresh_tokens (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    family_id uuid not null,
    token_hash bytea not null unique,
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now()
);
create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_user on refresh_tokens (user_id);

create table api_keys (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    name text not null,
    prefix text not null,
    key_hash bytea not null unique,
    scopes text[] not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index api_keys_user on api_keys (user_id);

create table files (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    filename text not null,
    media_type text not null,
    size integer not null,
    sha256 bytea not null,
    content bytea,
    cleared_at timestamptz,
    created_at timestamptz not null default now()
);
create index files_user on files (user_id);

create table resumes (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    file_id uuid not null references files on delete cascade,
    version integer not null,
    linkedin_url text,
    created_at timestamptz not null default now(),
    deleted_at timestamptz,
    unique (user_id, version)
);
create index resumes_file on resumes (file_id);

create table analysis_jobs (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    resume_id uuid not null references resumes on delete cascade,
    status text not null default 'pending'
        check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    stage text not null default 'queued',
    progress smallint not null default 0 check (progress between 0 and 100),
    retries integer not null default 0,
    error_code text,
    error_message text,
    error_stage text,
    error_retryable boolean,
    as_of date not null default (now() at time zone 'utc')::date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    completed_at timestamptz,
    deleted_at timestamptz
);
create index analysis_jobs_user on analysis_jobs (user_id, id desc) where deleted_at is null;
create index analysis_jobs_resume on analysis_jobs (resume_id);
create index analysis_jobs_open on analysis_jobs (updated_at) where status in ('pending', 'processing');
create index analysis_jobs_erased on analysis_jobs (deleted_at) where deleted_at is not null;

-- The text that was read: what every evidence span indexes.
create table documents (
    job_id uuid primary key references analysis_jobs on delete cascade,
    user_id uuid not null references users on delete cascade,
    document jsonb not null,
    created_at timestamptz not null default now()
);
create index documents_user on documents (user_id);

create table chunks (
    id uuid primary key,
    job_id uuid not null references analysis_jobs on delete cascade,
    user_id uuid not null references users on delete cascade,
    ordinal integer not null,
    start_offset integer not null,
    end_offset integer not null,
    text text not null,
    embedding bytea,
    embedding_model text,
    unique (job_id, ordinal)
);
create index chunks_user on chunks (user_id);

create table profiles (
    job_id uuid primary key references analysis_jobs on delete cascade,
    user_id uuid not null references users on delete cascade,
    resume_id uuid not null references resumes on delete cascade,
    document jsonb not null,
    facts jsonb not null,
    published_at timestamptz,
    created_at timestamptz not null default now()
);
create index profiles_user on profiles (user_id, published_at desc);
create index profiles_resume on profiles (resume_id);
create index profiles_facts_version on profiles (coalesce(facts->>'version', '')) where published_at is not null;

-- Companies of private sources are their owner's: what a stranger's feed says of a name must not reach others.
create table companies (
    id uuid primary key,
    audience_id uuid references users on delete cascade,
    name text not null,
    url text,
    research_status text not null default 'never'
        constraint companies_research_status_check check (research_status in ('never', 'found', 'nothing', 'failed')),
    researched_at timestamptz,
    created_at timestamptz not null default now()
);
create unique index companies_name on companies (audience_id, lower(name)) nulls not distinct;
create index companies_audience on companies (audience_id);

-- What a company says of itself, each with the page it stands on.
create table company_facts (
    company_id uuid not null references companies on delete cascade,
    kind text not null,
    value text not null,
    source_url text not null,
    quote text not null,
    read_at timestamptz not null default now(),
    primary key (company_id, kind, value)
);

-- owner's source; `shared` (an admin's) feeds everybody, otherwise only the owner hears of its jobs
create table sources (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null,
    name text not null,
    location text not null,
    base_url text,
    options jsonb not null default '{}',
    shared boolean not null default false,
    interval_seconds integer not null,
    paused boolean not null default false,
    health text not null default 'unknown' check (health in ('unknown', 'ok', 'degraded')),
    last_error text,
    last_success_at timestamptz,
    last_run_at timestamptz,
    last_rows integer,
    warnings jsonb not null default '[]',
    etag text,
    last_modified text,
    created_at timestamptz not null default now(),
    constraint sources_place unique (user_id, kind, location, options)
);

-- One row for each complete answer; the newest are what the next one is measured against.
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

-- Postings. All of one vacancy share `vacancy_id`: listed twice, in thirty cities, by two sources, posted again later.
-- Of those that are open to one audience one stands for all, and only that one is matched: its `canonical_id` is null.
create table jobs (
    id uuid primary key,
    source_id uuid not null references sources on delete cascade,
    audience_id uuid references users on delete cascade,
    external_id text not null,
    company_id uuid references companies,
    title text not null,
    company text not null,
    url text,
    posting jsonb not null,
    facts jsonb not null,
    content_hash bytea not null,
    fingerprint bytea not null,
    vacancy_id uuid not null,
    canonical_id uuid references jobs on delete set null,
    repost_of uuid references jobs on delete set null,
    system_key text,
    group_key bytea not null,
    status text not null default 'open' check (status in ('open', 'closed')),
    missed integer not null default 0,
    closed_reason text
        constraint jobs_closed_reason_check check (closed_reason in ('gone', 'expired', 'stale')),
    posted_at timestamptz,
    expires_at timestamptz,
    annual_pay bigint,
    pay_currency text,
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    closed_at timestamptz,
    unique (source_id, external_id)
);
create index jobs_open on jobs (id desc) where status = 'open';
create index jobs_facts_version on jobs (coalesce(facts->>'version', ''));
create index jobs_audience on jobs (audience_id);
create index jobs_company on jobs (company_id);
create index jobs_fingerprint on jobs (fingerprint);
create index jobs_newest on jobs (first_seen_at desc, id desc);
create index jobs_vacancy on jobs (vacancy_id);
create index jobs_canonical on jobs (canonical_id);
create index jobs_repost on jobs (repost_of);
create index jobs_system_key on jobs (system_key);
create index jobs_expiry on jobs (expires_at) where status = 'open';

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

-- Which postings the vector store holds: noted before they are stored there, struck out after they were deleted there.
-- So nothing is in the store that is not named here, whatever became of the posting: it is no reference for that reason.
-- Without `content_hash` a posting is to be stored (again).
create table job_vectors (
    job_id uuid primary key,
    audience_id uuid,
    model text not null,
    content_hash bytea,
    indexed_at timestamptz
);
create index job_vectors_audience on job_vectors (audience_id) where audience_id is not null;

-- A model's vector of what a profile's facts say: asked for once.
create table person_vectors (
    profile_id uuid primary key references profiles on delete cascade,
    user_id uuid not null references users on delete cascade,
    model text not null,
    text_hash bytea not null,
    vector bytea not null
);
create index person_vectors_user on person_vectors (user_id);

-- `fresh`: nobody had a match with these jobs before, so none can fall away. `progress` is for operators.
create table match_batches (
    id uuid primary key,
    kind text not null check (kind in ('jobs', 'profiles')),
    audience_id uuid references users on delete cascade,
    job_ids uuid[],
    user_ids uuid[],
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    checked_at timestamptz,
    alarm text,
    fresh boolean,
    paused boolean not null default false,
    progress jsonb not null default '{}'
);
create index match_batches_audience on match_batches (audience_id);
create index match_batches_unchecked on match_batches (finished_at) where checked_at is null;

-- A page that is here is done: its marker and its matches were committed together.
create table match_pages (
    batch_id uuid not null references match_batches on delete cascade,
    page_key text not null,
    pairs integer not null,
    matches integer not null,
    created_at timestamptz not null default now(),
    dead integer not null default 0,
    primary key (batch_id, page_key)
);

-- Rubrics that everybody was compared by.
create table rubrics (
    rubric text primary key,
    begun_at timestamptz not null default now()
);

-- One letter for what is bad: a pair, a person with all jobs of the batch (job_id is null), a job with all people.
create table match_dead_letters (
    id uuid primary key,
    batch_id uuid not null references match_batches on delete cascade,
    user_id uuid references users on delete cascade,
    job_id uuid references jobs on delete cascade,
    reason text not null,
    created_at timestamptz not null default now(),
    replayed_at timestamptz,
    constraint match_dead_letters_unit unique nulls not distinct (batch_id, user_id, job_id)
);
create index match_dead_letters_user on match_dead_letters (user_id);
create index match_dead_letters_job on match_dead_letters (job_id);

create table notifications (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null,
    subject_id uuid not null,
    payload jsonb not null,
    read_at timestamptz,
    created_at timestamptz not null default now(),
    unique (user_id, kind, subject_id)
);
create index notifications_user on notifications (user_id, id desc);

-- `codes` are the verdict in small numbers, from which the reasons are written when somebody reads them; rows of
-- earlier versions have their `analysis` written out. A match whose score fell under the threshold is withdrawn.
create table matches (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    job_id uuid not null references jobs on delete cascade,
    batch_id uuid not null,
    score smallint not null check (score between 0 and 100),
    analysis jsonb,
    rubric text not null,
    notification_id uuid references notifications on delete set null,
    notified_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    codes bytea,
    profile_id uuid,
    withdrawn_at timestamptz,
    feedback_points smallint not null default 0 check (feedback_points between -20 and 20),
    model_points smallint not null default 0 check (model_points between -10 and 10),
    adjusted jsonb not null default '[]',
    shown smallint generated always as (greatest(0, least(100, score + feedback_points + model_points)))
        stored,
    unique (user_id, job_id),
    constraint matches_reasons check (codes is not null or analysis is not null)
);
create index matches_ranked on matches (user_id, shown desc, id desc);
create index matches_job on matches (job_id);
create index matches_batch on matches (batch_id, user_id) where notified_at is null;
create index matches_notification on matches (notification_id) where notification_id is not null;

-- The last word on a vacancy. It moves the matches that are like it; `hide` takes its vacancy out of the list.
create table match_feedback (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    job_id uuid not null references jobs on delete cascade,
    kind text not null check (kind in ('more_like_this', 'not_this', 'applied', 'hide')),
    created_at timestamptz not null default now(),
    unique (user_id, job_id)
);
create index match_feedback_newest on match_feedback (user_id, id desc);
create index match_feedback_job on match_feedback (job_id);

create table saved_searches (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    name text not null,
    filter jsonb not null,
    digest boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index saved_searches_name on saved_searches (user_id, lower(name));
create index saved_searches_newest on saved_searches (user_id, id desc);

-- What was applied to outlives its posting: `title`, `company` and `url` are as they were when it was saved.
create table applications (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    job_id uuid references jobs on delete set null,
    title text not null,
    company text not null,
    url text,
    state text not null check (state in ('saved', 'applied', 'interview', 'offer', 'rejected')),
    state_on date not null,
    notes text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, job_id)
);
create index applications_newest on applications (user_id, id desc);
create index applications_job on applications (job_id);

-- Each step of an application, and the day it happened on.
create table application_changes (
    id uuid primary key,
    application_id uuid not null references applications on delete cascade,
    user_id uuid not null references users on delete cascade,
    before text,
    after text not null,
    happened_on date not null,
    created_at timestamptz not null default now()
);
create index application_changes_application on application_changes (application_id, id);
create index application_changes_user on application_changes (user_id);

create table channels (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null,
    name text not null,
    config jsonb not null,
    enabled boolean not null default true,
    disabled_reason text,
    -- of the first failure after the last success
    failing_since timestamptz,
    failures integer not null default 0,
    created_at timestamptz not null default now()
);
create index channels_user on channels (user_id);

create table delivery_preferences (
    user_id uuid primary key references users on delete cascade,
    preferences jsonb not null,
    updated_at timestamptz not null default now()
);

-- People with matches that they were not told of yet, and when they are to be told. No row: nothing waits.
create table digests_due (
    user_id uuid primary key references users on delete cascade,
    due_at timestamptz not null
);
create index digests_due_moment on digests_due (due_at);

-- The ledger: one row per (subject, channel); nothing is sent without claiming its row first.
create table deliveries (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    notification_id uuid not null references notifications on delete cascade,
    channel_id uuid not null references channels on delete cascade,
    status text not null default 'pending' check (status in ('pending', 'claimed', 'sent', 'dead')),
    -- since it was made or replayed
    attempts integer not null default 0,
    -- not before
    next_attempt_at timestamptz not null default now(),
    claimed_until timestamptz,
    -- the activity that holds it
    claimed_by text,
    sent_at timestamptz,
    receipt_id text,
    maybe_repeated boolean not null default false,
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (notification_id, channel_id)
);
create index deliveries_user on deliveries (user_id, id desc);
create index deliveries_channel on deliveries (channel_id);
create index deliveries_fresh on deliveries (next_attempt_at) where status = 'pending' and attempts = 0;
create index deliveries_tried on deliveries (next_attempt_at) where status = 'pending' and attempts > 0;
create index deliveries_claimed on deliveries (claimed_until) where status = 'claimed';
create index deliveries_dead on deliveries (channel_id) where status = 'dead';

create table events (
    id bigserial primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null,
    subject_id uuid not null,
    payload jsonb not null,
    dedupe_key text not null,
    created_at timestamptz not null default now(),
    unique (user_id, dedupe_key)
);
create index events_user on events (user_id, id);
create index events_age on events (created_at);

-- What calls of models cost, in millionths of a dollar: reserved before a call, settled with what it took. A reservation
-- that nobody settles stands: the call may have been made.
create table model_spend (
    id uuid primary key,
    user_id uuid references users on delete set null,
    day date not null,
    purpose text not null,
    model text not null,
    reserved bigint not null check (reserved >= 0),
    spent bigint check (spent >= 0),
    created_at timestamptz not null default now(),
    settled_at timestamptz
);
create index model_spend_day on model_spend (day);
create index model_spend_user on model_spend (user_id, day);

-- The last look at a person's best matches. `inputs` is the hash of all that the model was told: the same again is not
-- asked again.
create table rankings (
    user_id uuid primary key references users on delete cascade,
    inputs bytea,
    ranked_by text not null check (ranked_by in ('model', 'code')),
    reason text,
    model text,
    candidates integer not null default 0,
    moved integer not null default 0,
    created_at timestamptz not null default now()
);

create table idempotency_keys (
    user_id uuid not null references users on delete cascade,
    key text not null,
    request_hash bytea not null,
    status integer,
    response jsonb,
    created_at timestamptz not null default now(),
    primary key (user_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Ids of bigserial become visible out of order when transactions commit concurrently, and a client that resumes from the
-- highest id it saw would miss the late ones. The per-user lock, held from just before the insert until the commit, makes
-- the order of ids the order of commits for each user. So this must be the last statement of a transaction.
-- A second call with the same dedupe_key changes nothing: a retried activity gives one event per change.
create function record_event(p_user uuid, p_kind text, p_subject uuid, p_payload jsonb, p_dedupe_key text)
returns bigint language plpgsql as $$
declare
    new_id bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended(p_user::text, 7));
    insert into events (user_id, kind, subject_id, payload, dedupe_key)
    values (p_user, p_kind, p_subject, p_payload, p_dedupe_key)
    on conflict (user_id, dedupe_key) do nothing
    returning id into new_id;
    if new_id is not null then
        perform pg_notify('vitaeflow_events', p_user::text || ' ' || new_id::text);
    end if;
    return new_id;
end;
$$;

-- One event per (run, stage, status) of an analysis, however often the activity that made it was tried.
create function publish_analysis(job analysis_jobs) returns bigint language sql as $$
    select record_event(
        job.user_id, 'job_status', job.id,
        jsonb_build_object(
            'job_id', job.id, 'resume_id', job.resume_id, 'status', job.status, 'stage', job.stage,
            'progress', job.progress, 'error_message', job.error_message),
        concat_ws(':', job.id, job.retries, job.stage, job.status))
$$;

-- Moves a live analysis forward to a stage and says so once; a stage already passed is left alone.
-- Like record_event the last thing in a transaction, or in a statement of its own.
create function enter_stage(p_job uuid, p_stage text, p_progress integer) returns bigint language plpgsql as $$
declare
    moved analysis_jobs;
begin
    update analysis_jobs
    set status = 'processing', stage = p_stage, progress = p_progress, updated_at = now()
    where id = p_job and status in ('pending', 'processing') and progress <= p_progress and deleted_at is null
    returning * into moved;
    return case when found then publish_analysis(moved) end;
end;
$$;
