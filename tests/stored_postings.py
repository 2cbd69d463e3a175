"""Postings put into the record one by one, as they are: what a refresh would make of them is tested elsewhere."""

from __future__ import annotations

from uuid import UUID

from adapters.postgres import Connection
from domain.matching import content_hash, fingerprint, job_facts
from schema.jobs import Posting

_INSERT = """
insert into jobs (id, source_id, audience_id, external_id, title, company, url, posting, facts, content_hash,
                  fingerprint, vacancy_id, group_key, annual_pay, pay_currency)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $1, $11, $12, $13)
"""


async def insert_job(
    connection: Connection, job_id: UUID, source_id: UUID, posting: Posting, *, audience_id: UUID | None = None
) -> None:
    """An open posting that stands for itself."""
    facts = job_facts(posting)
    await connection.execute(
        _INSERT, job_id, source_id, audience_id, posting.external_id, posting.title, posting.company, posting.url,
        posting.model_dump(mode="json"), facts.model_dump(mode="json"), content_hash(posting), fingerprint(posting),
        (facts.pay.high or facts.pay.low) if facts.pay else None, facts.pay.currency if facts.pay else None,
    )  # fmt: skip
