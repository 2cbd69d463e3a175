-- What people say about matches, what they look for again and again, and how their applications go.

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
