-- How people want to be told, what waits for them until it is due, and the ledger as a queue of its own.

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

-- failing_since: of the first failure after the last success
alter table channels
    add column failing_since timestamptz,
    add column failures integer not null default 0;

-- next_attempt_at: not before; attempts: since it was made or replayed; claimed_by: the activity that holds it
alter table deliveries
    add column next_attempt_at timestamptz not null default now(),
    add column claimed_by text,
    add column receipt_id text;
create index deliveries_fresh on deliveries (next_attempt_at) where status = 'pending' and attempts = 0;
create index deliveries_tried on deliveries (next_attempt_at) where status = 'pending' and attempts > 0;
create index deliveries_claimed on deliveries (claimed_until) where status = 'claimed';
create index deliveries_dead on deliveries (channel_id) where status = 'dead';
