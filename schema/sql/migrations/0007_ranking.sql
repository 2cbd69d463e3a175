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
