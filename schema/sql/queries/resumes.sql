-- name: lock_user!
-- Versions of one user's résumés are numbered one at a time.
select pg_advisory_xact_lock(hashtextextended(:user_id::uuid::text, 11));

-- name: count_resumes$
select count(*) from resumes where user_id = :user_id and deleted_at is null;

-- name: insert_file!
insert into files (id, user_id, filename, media_type, size, sha256, content)
values (:id, :user_id, :filename, :media_type, :size, :sha256, :content);

-- name: insert_resume^
insert into resumes (id, user_id, file_id, version, linkedin_url)
values (:id, :user_id, :file_id,
        (select coalesce(max(version), 0) + 1 from resumes where user_id = :user_id), :linkedin_url)
returning id, version, created_at;

-- name: list_resumes
select r.id, r.version, r.linkedin_url, r.created_at, f.filename, f.media_type, f.size, f.cleared_at
from resumes r join files f on f.id = r.file_id
where r.user_id = :user_id and r.deleted_at is null and (:before::uuid is null or r.id < :before)
order by r.id desc limit :limit;

-- name: get_resume^
select r.id, r.version, r.linkedin_url, r.created_at, f.filename, f.media_type, f.size, f.cleared_at
from resumes r join files f on f.id = r.file_id
where r.id = :resume_id and r.user_id = :user_id and r.deleted_at is null;

-- name: hide_resume^
with hidden as (
    update resumes set deleted_at = now() where id = :resume_id and user_id = :user_id and deleted_at is null returning id
), jobs as (
    update analysis_jobs set deleted_at = now() where resume_id in (select id from hidden) and deleted_at is null
)
select id from hidden;
