-- name: insert_analysis^
-- A new analysis in state queued, with its first event.
with made as (
    insert into analysis_jobs as job (id, user_id, resume_id)
    select :job_id, r.user_id, r.id from resumes r
    where r.id = :resume_id and r.user_id = :user_id and r.deleted_at is null
    returning job
)
select (job).id, (job).status, publish_analysis(job) from made;

-- name: open_analysis_of^
-- The analysis of a résumé that is under way, if there is one.
select id, status from analysis_jobs
where user_id = :user_id and resume_id = :resume_id and status in ('pending', 'processing') and deleted_at is null
order by id desc limit 1;

-- name: get_analysis^
select id, user_id, resume_id, status, stage, progress, retries, error_code, error_message, error_stage,
       error_retryable, created_at, updated_at, completed_at
from analysis_jobs where id = :job_id and user_id = :user_id and deleted_at is null;

-- name: list_analyses
select id, user_id, resume_id, status, stage, progress, retries, error_code, error_message, error_stage,
       error_retryable, created_at, updated_at, completed_at
from analysis_jobs
where user_id = :user_id and deleted_at is null
  and (:resume_id::uuid is null or resume_id = :resume_id)
  and (:status::text is null or status = :status)
  and (:before::uuid is null or id < :before)
order by id desc limit :limit;

-- name: begin_extraction^
-- The file of an analysis, and the step to its first stage.
select f.content, f.filename, enter_stage(j.id, :stage, :progress)
from analysis_jobs j join resumes r on r.id = j.resume_id join files f on f.id = r.file_id
where j.id = :job_id and j.deleted_at is null;

-- name: enter_stage$
select enter_stage(:job_id, :stage, :progress);

-- name: complete_analysis^
-- Publishes the profile, clears the original unless it is kept, marks the owner for the fan-out and says so, at once.
-- `match` tells whether there is any open job to look at. The event comes after all locks of rows: see record_event.
with live as (select id, user_id, resume_id from analysis_jobs where id = :job_id and deleted_at is null),
published as (
    update profiles set published_at = now() from live where job_id = live.id returning job_id
),
cleared as (
    update files set content = null, cleared_at = now()
    where not :keep_original and content is not null
      and id = (select r.file_id from resumes r join live on r.id = live.resume_id)
    returning id
),
marked as (update users set profile_changed_at = now() from live where users.id = live.user_id returning users.id),
done as (
    update analysis_jobs job
    set status = 'completed', stage = 'completed', progress = 100, completed_at = now(), updated_at = now(),
        error_code = null, error_message = null, error_stage = null, error_retryable = null
    from live where job.id = live.id and job.status in ('pending', 'processing')
    returning job
),
locked as materialized (
    select (select count(*) from published) + (select count(*) from cleared) + (select count(*) from marked) as rows
)
select exists (select 1 from jobs where status = 'open' and (audience_id is null or audience_id = live.user_id)) as match,
       (select publish_analysis(job) from locked, done where rows >= 0)
from live;

-- name: fail_analysis$
with failed as (
    update analysis_jobs job
    set status = 'failed', error_code = :code, error_message = :message, error_stage = :stage,
        error_retryable = :retryable, updated_at = now()
    where id = :job_id and status in ('pending', 'processing') and deleted_at is null
    returning job
)
select publish_analysis(job) from failed;

-- name: reopen_analysis^
-- A failed analysis goes on at the stage where it failed: same id, no upload. Counted; the cap is in the WHERE.
with reopened as (
    update analysis_jobs job
    set status = 'pending', stage = 'queued', progress = 0, retries = retries + 1, updated_at = now(),
        error_code = null, error_message = null, error_stage = null, error_retryable = null
    where id = :job_id and status = 'failed' and retries < :max_retries and deleted_at is null
    returning job
)
select (job).retries, publish_analysis(job) from reopened;

-- name: cancel_analysis$
with cancelled as (
    update analysis_jobs job set status = 'cancelled', updated_at = now()
    where id = :job_id and status in ('pending', 'processing', 'failed') and deleted_at is null
    returning job
)
select publish_analysis(job) from cancelled;

-- name: hide_analysis^
-- Deleted for everybody from here on; the erasure workflow removes rows and vectors.
update analysis_jobs set deleted_at = now()
where id = :job_id and user_id = :user_id and deleted_at is null returning id, resume_id;

-- name: stuck_analyses
select id, user_id, stage from analysis_jobs
where status in ('pending', 'processing') and deleted_at is null
  and updated_at < now() - make_interval(secs => :seconds)
order by updated_at limit :limit;

-- name: hidden_rows
-- Deleted but not yet erased, of any kind.
select 'user' as kind, id as user_id, id as subject_id from users where deleted_at < now() - make_interval(secs => :seconds)
union all
select 'resume', user_id, id from resumes where deleted_at < now() - make_interval(secs => :seconds)
union all
select 'analysis', user_id, id from analysis_jobs where deleted_at < now() - make_interval(secs => :seconds)
limit :limit;

-- name: open_analysis_ids
-- The analyses that an erasure has to stop.
select id from analysis_jobs
where user_id = :user_id
  and (:resume_id::uuid is null or resume_id = :resume_id)
  and (:job_id::uuid is null or id = :job_id);

-- name: erase_analysis!
delete from analysis_jobs where id = :job_id and user_id = :user_id;

-- name: erase_resume!
delete from files where user_id = :user_id and id = (select file_id from resumes where id = :resume_id and user_id = :user_id);

-- name: erase_user!
delete from users where id = :user_id;

-- name: store_document^
-- The text of an analysis, and the step to chunking.
with stored as (
    insert into documents (job_id, user_id, document)
    select id, user_id, :document from analysis_jobs where id = :job_id
    on conflict (job_id) do update set document = excluded.document
    returning job_id
)
select enter_stage(job_id, :stage, :progress) from stored;

-- name: get_text$
select d.document->>'text' as text
from documents d join analysis_jobs j on j.id = d.job_id
where d.job_id = :job_id and j.deleted_at is null;

-- name: get_document^
-- As text: another process parses it.
select d.document::text as document, d.document->>'modified' as modified, j.as_of, j.created_at, r.linkedin_url,
    (select embedding_model from chunks where job_id = d.job_id order by ordinal limit 1) as embedding_model
from documents d join analysis_jobs j on j.id = d.job_id join resumes r on r.id = j.resume_id
where d.job_id = :job_id and j.deleted_at is null;

-- name: store_chunks^
-- The pieces of a text in place of those of an earlier try, and the step to embedding.
with stale as (
    delete from chunks where job_id = :job_id and ordinal >= cardinality(:ids::uuid[]) returning id
),
stored as (
    insert into chunks (id, job_id, user_id, ordinal, start_offset, end_offset, text)
    select new.id, j.id, j.user_id, new.ordinal, new.start_offset, new.end_offset, new.text
    from analysis_jobs j, unnest(:ids::uuid[], :ordinals::int[], :starts::int[], :ends::int[], :texts::text[])
        as new (id, ordinal, start_offset, end_offset, text)
    where j.id = :job_id
    on conflict (job_id, ordinal) do update
        set start_offset = excluded.start_offset, end_offset = excluded.end_offset, text = excluded.text,
            embedding = null, embedding_model = null
    returning id
),
written as materialized (select (select count(*) from stale) + (select count(*) from stored) as rows)
select enter_stage(:job_id, :stage, :progress) from written where rows >= 0;

-- name: get_chunks
select c.id, c.user_id, c.ordinal, c.text, c.embedding, c.embedding_model, j.resume_id
from chunks c join analysis_jobs j on j.id = c.job_id
where c.job_id = :job_id order by c.ordinal;

-- name: store_embeddings!
update chunks set embedding = new.embedding, embedding_model = :model
from unnest(:ids::uuid[], :embeddings::bytea[]) as new (id, embedding)
where chunks.id = new.id;

-- name: save_profile!
insert into profiles (job_id, user_id, resume_id, document, facts)
select id, user_id, resume_id, :document, :facts from analysis_jobs where id = :job_id
on conflict (job_id) do update set document = excluded.document, facts = excluded.facts, published_at = null;

-- name: get_profile^
select j.status, j.completed_at, p.document, p.published_at
from analysis_jobs j left join profiles p on p.job_id = j.id and p.published_at is not null
where j.id = :job_id and j.user_id = :user_id and j.deleted_at is null;
