"""People and postings made by rule, for the fan-out: a dozen occupations, so that a few pairs in a hundred fit.

Written into the record through the product's own reading of facts; the same seed gives the same people.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from uuid import UUID

from adapters.postgres import Connection, Database
from domain.matching import FEATURES_VERSION, Features, job_facts, pack_job, pack_person, person_facts
from schema.ids import new_id
from schema.jobs import JobLocation, MatchPreferences, Posting
from schema.profile import Basics, Education, Language, Location, Profile, Skill, Work

FIELDS: dict[str, tuple[list[str], list[str]]] = {
    "backend": (["Backend Developer", "Software Engineer"],
                ["Python", "Java", "PostgreSQL", "Docker", "Kubernetes", "Redis", "Kafka", "REST", "Go", "Linux"]),
    "frontend": (["Frontend Developer", "Web Developer"],
                 ["JavaScript", "TypeScript", "React", "CSS", "HTML", "Vue.js", "Webpack", "Figma", "Jest", "Sass"]),
    "data": (["Data Scientist", "Machine Learning Engineer"],
             ["Python", "R", "SQL", "PyTorch", "TensorFlow", "Pandas", "NumPy", "Spark", "Statistics", "Airflow"]),
    "operations": (["DevOps Engineer", "Site Reliability Engineer"],
                   ["AWS", "Terraform", "Kubernetes", "Ansible", "Linux", "Prometheus", "Jenkins", "Bash", "Azure"]),
    "nursing": (["Registered Nurse", "Staff Nurse"],
                ["Patient Care", "Triage", "Wound Care", "Medication Administration", "CPR", "ICU", "Phlebotomy"]),
    "accounting": (["Accountant", "Financial Analyst"],
                   ["Bookkeeping", "SAP", "Excel", "IFRS", "Payroll", "Budgeting", "Tax", "Audit", "QuickBooks"]),
    "teaching": (["Teacher", "Lecturer"],
                 ["Lesson Planning", "Classroom Management", "Curriculum Development", "Mathematics", "Physics"]),
    "sales": (["Sales Manager", "Account Executive"],
              ["CRM", "Salesforce", "Negotiation", "Lead Generation", "Cold Calling", "B2B", "Account Management"]),
    "design": (["Graphic Designer", "UX Designer"],
               ["Figma", "Photoshop", "Illustrator", "Typography", "Wireframing", "User Research", "InDesign"]),
    "mechanics": (["Mechanical Engineer", "Design Engineer"],
                  ["SolidWorks", "AutoCAD", "CATIA", "MATLAB", "Machining", "CNC", "FEA", "GD&T", "Thermodynamics"]),
    "logistics": (["Logistics Manager", "Warehouse Supervisor"],
                  ["Inventory Management", "Forklift", "SAP", "Supply Chain", "Procurement", "Scheduling", "Excel"]),
    "kitchen": (["Chef", "Cook"],
                ["Menu Planning", "Food Safety", "HACCP", "Pastry", "Catering", "Inventory Management", "Grill"]),
}  # fmt: skip
_CITIES = [("Brno", "CZ"), ("Gdańsk", "PL"), ("Porto", "PT"), ("Leeds", "GB"), ("Graz", "AT"), ("Lyon", "FR")]
_LEVELS = ["Junior", "", "", "Senior", "Lead"]
_LANGUAGES = ["English", "German", "French", "Polish", "Portuguese", "Czech"]


@dataclass(frozen=True)
class Crowd:
    """The ids of what was written."""

    user_ids: list[UUID]
    job_ids: list[UUID]


def profile(rng: random.Random) -> Profile:
    """Somebody of a random field."""
    titles, skills = FIELDS[rng.choice(list(FIELDS))]
    city, country = rng.choice(_CITIES)
    year, work = 2026, []
    for _ in range(rng.randint(1, 4)):
        begin = year - rng.randint(1, 5)
        title = f"{rng.choice(_LEVELS)} {rng.choice(titles)}".strip()
        known = rng.sample(skills, 3)
        lines = [
            f"Worked with {known[0]} and {known[1]} every day",
            f"Introduced {known[2]} in a team of {begin % 9 + 2}",
        ]
        work.append(Work(name=f"Firm {rng.randint(1, 400)}", position=title, start_date=f"{begin}-03",
                         end_date=None if year == 2026 else f"{year}-02", highlights=lines))  # fmt: skip
        year = begin
    return Profile(
        basics=Basics(name="A Person", label=work[0].position, location=Location(city=city, country_code=country)),
        work=work,
        education=[Education(institution="A University", study_type="Bachelor", start_date=f"{year - 4}")],
        skills=[Skill(name="Skills", keywords=rng.sample(skills, rng.randint(3, len(skills))))],
        languages=[Language(language=each, fluency="fluent") for each in rng.sample(_LANGUAGES, 2)],
    )


def posting(rng: random.Random, number: int) -> Posting:
    """A vacancy of a random field."""
    titles, skills = FIELDS[rng.choice(list(FIELDS))]
    city, country = rng.choice(_CITIES)
    needed = rng.sample(skills, min(len(skills), rng.randint(4, 7)))
    years = rng.randint(1, 7)
    description = (
        f"We are looking for a colleague for our office.\nRequirements\n- {years} years of experience\n"
        + "".join(f"- {skill}\n" for skill in needed[:4])
        + f"- {rng.choice(_LANGUAGES)} at a working level\nNice to have\n"
        + "".join(f"- {skill}\n" for skill in needed[4:])
    )
    return Posting(
        external_id=f"bench-{number}",
        title=f"{rng.choice(_LEVELS)} {rng.choice(titles)}".strip(),
        company=f"Employer {number % 60}",
        locations=[JobLocation(raw=city, city=city, country=country)],
        workplace=rng.choice(["onsite", "hybrid", "remote"]),
        employment_type=rng.choice(["full_time", "full_time", "contract", "part_time"]),
        description=description,
    )


async def write_crowd(connection: Connection, people: int, jobs: int, seed: int = 7) -> Crowd:
    """Users with a published profile each, and open jobs of one shared source. Call it inside a transaction.

    A few thousand people are read one by one, all others are copies of them under ids of their own. Rows are put in as
    the product leaves them, packed features included.
    """
    rng = random.Random(seed)
    # the checks of foreign keys, and the triggers that mark what is to be packed, would be most of the time
    await connection.execute("set local session_replication_role = replica")
    await _copy_templates(connection, [profile(rng) for _ in range(min(people, _DISTINCT))])
    await connection.execute(_CROWD, people, min(people, _DISTINCT))
    user_ids = [row["id"] for row in await connection.fetch("select id from users order by id")]
    job_ids = await write_jobs(connection, user_ids[0], [posting(rng, number) for number in range(jobs)])
    return Crowd(user_ids, job_ids)


async def forget_crowd(database: Database) -> None:
    """Everybody goes, with all that is theirs."""
    await database.pool.execute("truncate users cascade")


_DISTINCT = 2000

_CROWD = """
with made as materialized (
    select uuidv7() as id, (i % $2)::int as n from generate_series(1, $1::int) i
), users_made as (
    insert into users (id, email, password_hash) select id, id || '@bench.example.com', 'none' from made
), wishes_made as (
    -- told once a week: what is measured is the comparison, not the messages
    insert into delivery_preferences (user_id, preferences) select id, '{"frequency": "weekly"}' from made
), resumes_made as (
    insert into resumes (id, user_id, file_id, version) select id, id, id, 1 from made
), files_made as (
    insert into files (id, user_id, filename, media_type, size, sha256)
    select id, id, 'resume.pdf', 'application/pdf', 1, '' from made
), jobs_made as (
    insert into analysis_jobs (id, user_id, resume_id, status, stage, progress, completed_at)
    select id, id, id, 'completed', 'completed', 100, now() from made
), profiles_made as (
    insert into profiles (job_id, user_id, resume_id, document, facts, published_at)
    select id, id, id, '{}', t.facts, now() from made join templates t using (n)
)
insert into person_features (user_id, packed, version, profile_id, scalars, counts, words, weights)
select id, 1, t.version, id, t.scalars, t.counts, t.words, t.weights from made join templates t using (n)
"""


async def _copy_templates(connection: Connection, profiles: list[Profile]) -> None:
    await connection.execute(
        "create temporary table templates (n integer, facts jsonb, version text, scalars bytea, counts bytea,"
        " words bytea, weights bytea) on commit drop"
    )
    rows: list[tuple[object, ...]] = []
    for number, each in enumerate(profiles):
        facts = person_facts(each)
        packed = pack_person((facts, MatchPreferences()))
        rows.append((number, facts.model_dump(mode="json"), FEATURES_VERSION, *_parts(packed)))
    await connection.copy_records_to_table("templates", records=rows)


def _parts(packed: Features) -> tuple[bytes, bytes, bytes, bytes]:
    return packed.scalars, packed.counts, packed.words, packed.weights


async def write_jobs(connection: Connection, owner: UUID, postings: list[Posting]) -> list[UUID]:
    """Open jobs of a new shared source, packed. Call it inside a transaction."""
    source_id = new_id()
    await connection.execute(
        "insert into sources (id, user_id, kind, name, location, shared, interval_seconds) "
        "values ($1, $2, 'file', 'bench', $3, true, 86400)",
        source_id,
        owner,
        f"{source_id}.json",
    )
    job_ids = [new_id() for _ in postings]
    rows: list[tuple[object, ...]] = []
    packed: list[tuple[object, ...]] = []
    for job_id, each in zip(job_ids, postings, strict=True):
        digest = hashlib.sha256(each.external_id.encode()).digest()
        facts = job_facts(each)
        packed.append((job_id, 1, FEATURES_VERSION, *_parts(pack_job(facts))))
        rows.append((job_id, source_id, each.external_id, each.title, each.company, {}, facts.model_dump(mode="json"),
                     digest, digest, job_id, digest))  # fmt: skip
    await connection.execute("set local session_replication_role = replica")
    await connection.copy_records_to_table(
        "jobs",
        records=rows,
        columns=("id", "source_id", "external_id", "title", "company", "posting", "facts", "content_hash",
                 "fingerprint", "vacancy_id", "group_key"),
    )  # fmt: skip
    columns = ("job_id", "packed", "version", "scalars", "counts", "words", "weights")
    await connection.copy_records_to_table("job_features", records=packed, columns=columns)
    return job_ids
