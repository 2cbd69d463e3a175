-- How applications go. The title, company and address of a posting are kept as they were: it may be gone by then.

-- name: insert_application^
-- Of a posting that the person may see; no row when there is none, or when it is tracked already.
insert into applications (id, user_id, job_id, title, company, url, state, state_on, notes)
select :id, :user_id, j.id, j.title, j.company, j.url, :state, :state_on, :notes
from jobs j where j.id = :job_id and (j.audience_id is null or j.audience_id = :user_id)
on conflict (user_id, job_id) do nothing
returning id, job_id, title, company, url, state, state_on, notes, created_at, updated_at;

-- name: application_of_job^
select id, job_id, title, company, url, state, state_on, notes, created_at, updated_at from applications
where user_id = :user_id and job_id = :job_id;

-- name: application_for_update^
select id, state, state_on, notes from applications where id = :application_id and user_id = :user_id for update;

-- name: update_application^
update applications set state = :state, state_on = :state_on, notes = :notes, updated_at = now()
where id = :application_id and user_id = :user_id
returning id, job_id, title, company, url, state, state_on, notes, created_at, updated_at;

-- name: insert_application_change!
insert into application_changes (id, application_id, user_id, before, after, happened_on)
values (:id, :application_id, :user_id, :before, :after, :happened_on);

-- name: list_applications
select id, job_id, title, company, url, state, state_on, notes, created_at, updated_at from applications
where user_id = :user_id and (:state::text is null or state = :state) and (:before::uuid is null or id < :before)
order by id desc limit :limit;

-- name: get_application^
select id, job_id, title, company, url, state, state_on, notes, created_at, updated_at from applications
where id = :application_id and user_id = :user_id;

-- name: application_changes
select before, after, happened_on, created_at from application_changes
where application_id = :application_id and user_id = :user_id order by id limit 200;

-- name: delete_application$
delete from applications where id = :application_id and user_id = :user_id returning id;

-- name: export_applications
select a.id, s.name as source, j.external_id, a.title, a.company, a.url, a.state, a.state_on, a.notes, a.created_at,
       a.updated_at,
       (select string_agg(c.happened_on || ' ' || c.after, ' | ' order by c.id) from application_changes c
        where c.application_id = a.id) as history
from applications a left join jobs j on j.id = a.job_id left join sources s on s.id = j.source_id
where a.user_id = :user_id and (:before::uuid is null or a.id < :before)
order by a.id desc limit :limit;
