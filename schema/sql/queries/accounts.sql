-- name: insert_user^
-- The first account of an empty installation is its admin. The lock makes "first" mean one.
with gate as (select pg_advisory_xact_lock(741))
insert into users (id, email, password_hash, name, role)
select :id, :email, :password_hash, :name,
       case when :admin or not exists (select 1 from users) then 'admin' else 'user' end
from gate
on conflict (lower(email)) do nothing
returning id, email, name, role, settings, preferences, created_at;

-- name: user_by_email^
select id, email, name, role, settings, preferences, created_at, password_hash
from users where lower(email) = lower(:email) and deleted_at is null;

-- name: user_by_id^
select id, email, name, role, settings, preferences, created_at from users where id = :user_id and deleted_at is null;

-- name: update_user^
update users set
    name = case when :set_name then :name else name end,
    password_hash = coalesce(:password_hash, password_hash),
    updated_at = now()
where id = :user_id and deleted_at is null
returning id, email, name, role, settings, preferences, created_at;

-- name: password_hash_of$
select password_hash from users where id = :user_id and deleted_at is null;

-- name: set_settings^
update users set settings = settings || :settings, updated_at = now()
where id = :user_id and deleted_at is null returning settings;

-- name: set_preferences^
update users set preferences = :preferences, profile_changed_at = now(), updated_at = now()
where id = :user_id and deleted_at is null returning preferences;

-- name: hide_user$
update users set deleted_at = now() where id = :user_id and deleted_at is null returning id;

-- name: insert_refresh_token!
insert into refresh_tokens (id, user_id, family_id, token_hash, expires_at)
values (:id, :user_id, :family_id, :token_hash, :expires_at);

-- name: refresh_token_for_update^
select t.id, t.user_id, t.family_id, t.used_at, t.revoked_at, t.expires_at < now() as expired
from refresh_tokens t join users u on u.id = t.user_id and u.deleted_at is null
where t.token_hash = :token_hash for update of t;

-- name: spend_refresh_token!
update refresh_tokens set used_at = now() where id = :id;

-- name: revoke_family!
update refresh_tokens set revoked_at = now() where family_id = :family_id and revoked_at is null;

-- name: revoke_sessions!
update refresh_tokens set revoked_at = now() where user_id = :user_id and revoked_at is null;

-- name: insert_api_key!
insert into api_keys (id, user_id, name, prefix, key_hash, scopes)
values (:id, :user_id, :name, :prefix, :key_hash, :scopes);

-- name: list_api_keys
select id, name, prefix, scopes, created_at, last_used_at from api_keys
where user_id = :user_id and revoked_at is null and (:before::uuid is null or id < :before)
order by id desc limit :limit;

-- name: revoke_api_key$
update api_keys set revoked_at = now() where id = :id and user_id = :user_id and revoked_at is null returning id;

-- name: user_by_api_key^
update api_keys k set last_used_at = now()
from users u
where k.key_hash = :key_hash and k.revoked_at is null and u.id = k.user_id and u.deleted_at is null
returning u.id, u.role, k.scopes;

-- name: claim_idempotency_key^
insert into idempotency_keys (user_id, key, request_hash) values (:user_id, :key, :request_hash)
on conflict (user_id, key) do nothing returning key;

-- name: get_idempotency_key^
select request_hash, status, response from idempotency_keys where user_id = :user_id and key = :key for update;

-- name: finish_idempotency_key!
update idempotency_keys set status = :status, response = :response where user_id = :user_id and key = :key;
