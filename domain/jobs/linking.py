"""Which postings are one vacancy, which of them stands for all, and which is a vacancy posted again.

Pure: rows of the record in, links out. The three keys are tried in order: the source's own id (the caller's: such a row
is known already), an id of the hiring system, the content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domain.matching.dedupe import DedupeKeys, same_text


class Known(NamedTuple):
    """A posting of the record. `audience_id` is None for a shared one; `text` is empty when it is not whole."""

    id: UUID
    vacancy_id: UUID
    canonical_id: UUID | None
    source_id: UUID
    audience_id: UUID | None
    system_key: str | None
    fingerprint: bytes
    text: str
    is_open: bool
    first_seen_at: datetime
    closed_at: datetime | None = None


class New(NamedTuple):
    """A posting that the record does not have yet."""

    id: UUID
    keys: DedupeKeys


class Link(NamedTuple):
    """What a new posting belongs to."""

    vacancy_id: UUID
    canonical_id: UUID | None = None
    """The open posting that stands for it; None when it stands for itself."""
    repost_of: UUID | None = None
    """The closed posting that it continues."""


def link_postings(
    new: Sequence[New],
    known: Iterable[Known],
    *,
    source_id: UUID,
    audience_id: UUID | None,
    now: datetime,
    repost_days: int,
) -> dict[UUID, Link]:
    """Links of new postings by id. `known` is what their audience may see, so nothing private stands for others.

    An open posting of the same vacancy makes a duplicate. One that closed within `repost_days` makes a repost; before
    that it is another vacancy with an old text.
    """
    by_system: dict[str, list[Known]] = defaultdict(list)
    by_content: dict[bytes, list[Known]] = defaultdict(list)

    def remember(row: Known) -> None:
        if row.system_key:
            by_system[row.system_key].append(row)
        by_content[row.fingerprint].append(row)

    for row in known:
        remember(row)
    links: dict[UUID, Link] = {}
    for posting in new:
        keys = posting.keys
        alike = by_system.get(keys.system or "", []) or [
            row
            for row in by_content.get(keys.fingerprint, ())
            if row.source_id != source_id or same_text(row.text, keys.text)
        ]
        link = _link(posting.id, alike, now - timedelta(days=repost_days))
        links[posting.id] = link
        remember(
            Known(
                posting.id, link.vacancy_id, link.canonical_id, source_id, audience_id,
                keys.system, keys.fingerprint, keys.text, True, now,
            )
        )  # fmt: skip
    return links


def _link(own_id: UUID, alike: Sequence[Known], closed_since: datetime) -> Link:
    still_open = [row for row in alike if row.is_open]
    if still_open:
        first = min(still_open, key=lambda row: (row.first_seen_at, row.id))
        return Link(first.vacancy_id, canonical_id=first.canonical_id or first.id)
    closed = [row for row in alike if row.closed_at is not None and row.closed_at >= closed_since]
    if closed:
        last = max(closed, key=lambda row: (row.closed_at or closed_since, row.id))
        return Link(last.vacancy_id, repost_of=last.id)
    return Link(own_id)


class Orphan(NamedTuple):
    """An open posting whose `canonical_id` is closed."""

    id: UUID
    canonical_id: UUID
    audience_id: UUID | None
    first_seen_at: datetime


def succeed(orphans: Iterable[Orphan]) -> dict[UUID, UUID | None]:
    """Who stands for whom after a posting closed: id → new `canonical_id`, None for the successors.

    The oldest shared one succeeds for everybody; without one each owner's oldest for that owner.
    """
    families: dict[UUID, list[Orphan]] = defaultdict(list)
    for orphan in orphans:
        families[orphan.canonical_id].append(orphan)
    after: dict[UUID, UUID | None] = {}
    for family in families.values():
        family.sort(key=lambda row: (row.first_seen_at, row.id))
        shared = next((row.id for row in family if row.audience_id is None), None)
        heads: dict[UUID | None, UUID] = {}
        for row in family:
            head = shared or heads.setdefault(row.audience_id, row.id)
            after[row.id] = None if head == row.id else head
    return after
