"""People and postings made by rule, for the fan-out: a dozen occupations, so that a few pairs in a hundred fit.

Written into the record through the product's own reading of facts; the same seed gives the same people.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from adapters.postgres import Connection
from domain.matching import job_facts, person_facts
from schema.ids import new_id
from schema.jobs import JobLocation, Posting
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
    """Users with a published profile each, and open jobs of one shared source. Call it inside a transaction."""
    rng = random.Random(seed)
    user_ids = [new_id() for _ in range(people)]
    profiles = [profile(rng) for _ in range(people)]
    emails = [(user_id, f"{user_id}@bench.example.com", "none") for user_id in user_ids]
    await connection.copy_records_to_table("users", records=emails, columns=("id", "email", "password_hash"))
    await _copy_profiles(connection, user_ids, profiles)
    postings = [posting(rng, number) for number in range(jobs)]
    return Crowd(user_ids, await _copy_jobs(connection, user_ids[0], postings))


async def _copy_profiles(connection: Connection, user_ids: list[UUID], profiles: list[Profile]) -> None:
    now = datetime.now(UTC)
    rows: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
        "files": (("id", "user_id", "filename", "media_type", "size", "sha256"), []),
        "resumes": (("id", "user_id", "file_id", "version"), []),
        "analysis_jobs": (("id", "user_id", "resume_id", "status", "stage", "progress", "completed_at"), []),
        "profiles": (("job_id", "user_id", "resume_id", "document", "facts", "published_at"), []),
    }
    for user_id, each in zip(user_ids, profiles, strict=True):
        file_id, resume_id, job_id = new_id(), new_id(), new_id()
        facts = person_facts(each).model_dump(mode="json")
        rows["files"][1].append((file_id, user_id, "resume.pdf", "application/pdf", 1, b""))
        rows["resumes"][1].append((resume_id, user_id, file_id, 1))
        rows["analysis_jobs"][1].append((job_id, user_id, resume_id, "completed", "completed", 100, now))
        rows["profiles"][1].append((job_id, user_id, resume_id, each.to_json_resume(), facts, now))
    for table, (columns, records) in rows.items():
        await connection.copy_records_to_table(table, records=records, columns=columns)


async def _copy_jobs(connection: Connection, owner: UUID, postings: list[Posting]) -> list[UUID]:
    source_id = new_id()
    await connection.execute(
        "insert into sources (id, user_id, kind, name, location, shared, interval_seconds) "
        "values ($1, $2, 'file', 'bench', 'bench.json', true, 86400)",
        source_id,
        owner,
    )
    rows = []
    for each in postings:
        digest = hashlib.sha256(each.external_id.encode()).digest()
        facts = job_facts(each).model_dump(mode="json")
        document = each.model_dump(mode="json")
        rows.append((new_id(), source_id, each.external_id, each.title, each.company, document, facts, digest, digest))
    columns = ("id", "source_id", "external_id", "title", "company", "posting", "facts", "content_hash", "fingerprint")
    await connection.copy_records_to_table("jobs", records=rows, columns=columns)
    return [row[0] for row in rows]
