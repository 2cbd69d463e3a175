"""What a company says of itself, each statement with the page and the words it stands in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

FactKind = Literal["name", "description", "industry", "founded", "employees", "place", "website", "profile"]
ResearchStatus = Literal["never", "found", "nothing", "failed"]
"""`never` and `nothing` mean that nothing is known: no source was looked at, or those that were said nothing."""


class CompanyFact(BaseModel):
    """One statement. `quote` is what the page says, word for word; `value` is the same made comparable."""

    kind: FactKind
    value: str
    source_url: str
    quote: str
    read_at: datetime | None = None


class CompanyPage(BaseModel):
    """A page of a company's own site."""

    url: str
    html: str


class ResearchInput(BaseModel):
    """Look a company up. `force`: also when that was done of late."""

    company_id: UUID
    force: bool = False


class Researched(BaseModel):
    """How that ended, in counts."""

    status: ResearchStatus
    pages: int = 0
    facts: int = 0
    skipped: bool = False
    """Nothing was asked: what is known is young enough, or no address is known."""
