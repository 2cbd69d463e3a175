"""Matching people and jobs: facts once per document, scores by one rubric, reasons with evidence."""

from domain.matching.dedupe import DedupeKeys, content_hash, dedupe_keys, fingerprint
from domain.matching.facts import FACTS_VERSION, JobFacts, PersonFacts, load_job_facts, load_person_facts
from domain.matching.job import job_facts
from domain.matching.person import person_facts
from domain.matching.rubric import RUBRIC
from domain.matching.score import PageHit, score, score_page

__all__ = [
    "FACTS_VERSION",
    "RUBRIC",
    "DedupeKeys",
    "JobFacts",
    "PageHit",
    "PersonFacts",
    "content_hash",
    "dedupe_keys",
    "fingerprint",
    "job_facts",
    "load_job_facts",
    "load_person_facts",
    "person_facts",
    "score",
    "score_page",
]
