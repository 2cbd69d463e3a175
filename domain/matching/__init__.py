"""Matching people and jobs: facts once per document, scores by one rubric, reasons with evidence."""

from domain.matching.codes import encode
from domain.matching.columns import Columns
from domain.matching.dedupe import DedupeKeys, content_hash, dedupe_keys, fingerprint
from domain.matching.facts import FACTS_VERSION, JobFacts, PersonFacts, load_job_facts, load_person_facts
from domain.matching.features import Features
from domain.matching.job import job_facts
from domain.matching.packing import FEATURES_VERSION, JOB, PERSON, pack_job, pack_jobs, pack_people, pack_person
from domain.matching.person import person_facts
from domain.matching.render import render
from domain.matching.rubric import RUBRIC
from domain.matching.score import PageHit, score, score_page, score_table
from domain.matching.sides import Jobs
from domain.matching.verdicts import Verdicts, judge

__all__ = [
    "FACTS_VERSION",
    "FEATURES_VERSION",
    "JOB",
    "PERSON",
    "RUBRIC",
    "Columns",
    "DedupeKeys",
    "Features",
    "JobFacts",
    "Jobs",
    "PageHit",
    "PersonFacts",
    "Verdicts",
    "content_hash",
    "dedupe_keys",
    "encode",
    "fingerprint",
    "job_facts",
    "judge",
    "load_job_facts",
    "load_person_facts",
    "pack_job",
    "pack_jobs",
    "pack_people",
    "pack_person",
    "person_facts",
    "render",
    "score",
    "score_page",
    "score_table",
]
