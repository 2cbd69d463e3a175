"""What indexing postings and searching among them hand each other: ids, numbers, names of models."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel


class IndexInput(BaseModel):
    """Bring the vector store in line with the record, so many postings at a time."""

    limit: int = 500
    first: bool = True
    """Also see whether the store still has what it was given."""


class Indexed(BaseModel):
    """One batch: postings stored and forgotten; `more`: another batch is due."""

    stored: int = 0
    forgotten: int = 0
    more: bool = False


class SearchInput(BaseModel):
    """Postings near one posting or, without one, near what the person's newest profile says."""

    user_id: UUID
    job_id: UUID | None = None
    limit: int = 20


class FoundJob(BaseModel):
    """A posting that is near. `similarity` is a cosine, 0 to 1, and ranks nothing but likeness.

    Near a person: also the score of the pair, with its reasons as codes (hexadecimal), as matches have them.
    """

    job_id: UUID
    similarity: float
    score: int | None = None
    codes: str | None = None


class SearchResult(BaseModel):
    """Near postings, and what made the vectors; None: there was nothing to compare with.

    By likeness near a posting, by score near a person: nothing ranks on what was not scored.
    """

    found: list[FoundJob] = []
    model: str | None = None
    profile_id: UUID | None = None
