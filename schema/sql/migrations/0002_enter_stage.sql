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
