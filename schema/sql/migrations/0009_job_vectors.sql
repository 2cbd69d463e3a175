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
