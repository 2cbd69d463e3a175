"""Storing what a source lists: few statements whatever the number of postings, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from adapters.postgres import Connection, queries
from domain.jobs import canonicalise
from domain.jobs.linking import Known, Link, New, Orphan, link_postings, succeed
from domain.matching import DedupeKeys, JobFacts, content_hash, dedupe_keys, job_facts
from domain.matching.pay import offered_pay
from schema.countries import folded
from schema.ids import derived_id, new_id
from schema.jobs import Posting

_COLUMNS = (
    "id", "source_id", "audience_id", "external_id", "company_id", "title", "company", "url", "posting", "facts",
    "content_hash", "fingerprint", "vacancy_id", "canonical_id", "repost_of", "system_key", "group_key", "posted_at",
    "expires_at", "annual_pay", "pay_currency",
)  # fmt: skip


class LifeRules(NamedTuple):
    """When postings end: after so many complete answers without them, after so many days unseen.

    A vacancy that comes back under another id within `repost_days` of its end is the same one.
    """

    close_after: int
    stale_days: int
    repost_days: int


class Owner(NamedTuple):
    """Whose postings these are: a source, and the one user that may see them (None: everybody)."""

    source_id: UUID
    audience_id: UUID | None


class Prepared(NamedTuple):
    """A posting with all that is computed from it."""

    posting: Posting
    facts: JobFacts
    keys: DedupeKeys
    content_hash: bytes


class Stored(NamedTuple):
    """What storing changed: postings to be matched, and how many are new and how many were altered."""

    to_match: set[UUID]
    new: int
    altered: int
    company_ids: list[UUID]


def prepare(source_id: UUID, postings: Iterable[Posting]) -> list[Prepared]:
    """Canonical form, facts and keys: about 5 ms a posting, so in a thread and only for what changed."""
    prepared = []
    for posting in postings:
        canonical = canonicalise(posting)
        keys = dedupe_keys(str(source_id), canonical)
        prepared.append(Prepared(canonical, job_facts(canonical), keys, content_hash(posting)))
    return prepared


def still_running(postings: Iterable[Posting], now: datetime) -> list[Posting]:
    """Postings without those past their own end, which boards leave standing."""
    return [posting for posting in postings if (end := moment(posting.expires_at, end=True)) is None or end > now]


class Filled(NamedTuple):
    """What a source lists, whole again: `kept` are the ids of those that stand as they are stored."""

    postings: list[Posting]
    kept: frozenset[str] = frozenset()


def fill_from(postings: Iterable[Posting], stored: dict[str, Posting]) -> Filled:
    """Postings whose page was not asked for again, with what it said last time.

    A list names less than the page did, and some of it in other words (places, employers, addresses). So the list
    counts only where it says that the posting is another one now: by its title, or by a place that is new.
    """
    filled: list[Posting] = []
    kept: set[str] = set()
    for posting in postings:
        before = stored.get(posting.external_id)
        if before is None or not before.description:
            filled.append(posting)
        elif posting.title == before.title and _places(posting) <= _places(before):
            filled.append(before)
            kept.add(posting.external_id)
        else:
            filled.append(_filled(posting, before))
    return Filled(filled, frozenset(kept))


def _places(posting: Posting) -> set[str]:
    return {folded(place.raw) for place in posting.locations}


def _filled(posting: Posting, stored: Posting) -> Posting:
    """What the board's list says comes first; its empty fields keep what the posting's own page gave."""
    fresh = posting.model_dump(exclude_defaults=True, exclude={"description_complete", "sections", "raw"})
    kept = stored.model_dump(exclude={"raw"}) | {"raw": stored.raw | posting.raw}
    return Posting.model_validate(kept | {key: value for key, value in fresh.items() if value not in (None, "", [])})


def moment(value: str | None, *, end: bool = False) -> datetime | None:
    """An RFC 3339 moment or a date; `end`: the end of that day. None for anything else."""
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if len(value) == 10 and end:
        found += timedelta(days=1)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def altered_postings(
    connection: Connection, owner: Owner, postings: Sequence[Posting], kept: Collection[str] = ()
) -> list[Posting]:
    """Those that the record does not have in this form, or has as closed. `kept` are known to stand as stored."""
    hashes = {posting.external_id: content_hash(posting) for posting in postings}
    known = {row["external_id"]: row for row in await _known(connection, owner, hashes)}
    return [
        posting
        for posting in postings
        if (row := known.get(posting.external_id)) is None
        or row["status"] == "closed"
        or (posting.external_id not in kept and row["content_hash"] != hashes[posting.external_id])
    ]


async def store_postings(
    connection: Connection, owner: Owner, prepared: Sequence[Prepared], rules: LifeRules, now: datetime
) -> Stored:
    """Insert or update postings, with their vacancies and companies. The caller holds `lock_postings`."""
    if not prepared:
        return Stored(set(), 0, 0, [])
    companies = await _companies(connection, owner, [item.posting for item in prepared])
    rows = await _known(connection, owner, [item.posting.external_id for item in prepared])
    known = {row["external_id"]: row for row in rows}
    stored = await queries.facts_of(connection, ids=[row["id"] for row in rows])
    before = {row["id"]: row["facts"] for row in stored}
    fresh = [item for item in prepared if _is_new(known.get(item.posting.external_id))]
    links = await _links(connection, owner, fresh, rules, now)
    await queries.stage_jobs(connection)
    await connection.copy_records_to_table(
        "staged_jobs",
        records=[_row(owner, item, companies, links) for item in prepared],
        columns=_COLUMNS,
    )
    heads = {row["id"]: row["canonical_id"] for row in await queries.store_staged_jobs(connection)}
    to_match = await refresh_places(
        connection,
        {head or posting_id for posting_id, head in heads.items()},
        before,
        fresh={_job_id(owner, item.posting) for item in fresh},
    )
    return Stored(to_match, len(prepared) - len(known), len(known), sorted(set(companies.values())))


async def refresh_places(
    connection: Connection, heads: Collection[UUID], before: dict[UUID, Any], fresh: Collection[UUID]
) -> set[UUID]:
    """Give postings that stand for others the places of all of them; returns those that are to be matched again.

    Those are all of `fresh`, and others whose facts are not what they were: `before`, else what is stored.
    """
    changed: set[UUID] = set()
    updates: dict[UUID, dict[str, Any]] = {}
    for row in await queries.vacancy_families(connection, ids=list(heads)) if heads else ():
        own = [folded(place["city"]) for place in row["locations"] if place.get("city")]
        facts = row["facts"] | {"cities": list(dict.fromkeys([*own, *sorted(row["cities"])]))}
        if facts != row["facts"]:
            updates[row["id"]] = facts
        if row["id"] in fresh or before.get(row["id"], row["facts"]) != facts:
            changed.add(row["id"])
    if updates:
        await queries.set_facts(connection, ids=list(updates), facts=list(updates.values()))
    return changed


async def let_others_stand(connection: Connection, closed: Sequence[Any]) -> set[UUID]:
    """After postings closed (rows with id and canonical_id): what is to be matched because of it.

    Where one that stood for its vacancy closed, another open one does now; where one behind it did, its places go.
    """
    if not closed:
        return set()
    successors = await appoint(
        connection, await queries.orphaned_postings(connection, closed_ids=[row["id"] for row in closed])
    )
    bereft = {row["canonical_id"] for row in closed if row["canonical_id"] is not None}
    return await refresh_places(connection, successors | bereft, {}, fresh=successors)


async def appoint(connection: Connection, orphans: Sequence[Any]) -> set[UUID]:
    """Say who stands for whom among postings (rows of an Orphan) whose `canonical_id` is gone; those who stand."""
    after = succeed(Orphan(**dict(row)) for row in orphans)
    if after:
        await queries.set_canonical(connection, ids=list(after), canonical_ids=list(after.values()))
    return {posting_id for posting_id, head in after.items() if head is None}


def _is_new(row: Any) -> bool:
    """Unknown, or closed: it may find another posting standing for its vacancy when it comes back."""
    return row is None or row["status"] == "closed"


async def _known(connection: Connection, owner: Owner, external_ids: Iterable[str]) -> list[Any]:
    rows: list[Any] = await queries.known_postings(
        connection, source_id=owner.source_id, external_ids=list(external_ids)
    )
    return rows


async def _companies(connection: Connection, owner: Owner, postings: Sequence[Posting]) -> dict[str, UUID]:
    urls: dict[str, str | None] = {}
    for posting in postings:
        urls[posting.company] = urls.get(posting.company) or posting.company_url
    rows = await queries.upsert_companies(
        connection,
        audience_id=owner.audience_id,
        ids=[new_id() for _ in urls],
        names=list(urls),
        urls=list(urls.values()),
    )
    by_key = {row["name"]: row["id"] for row in rows}
    keys = await queries.lowered(connection, names=list(urls))
    return {row["name"]: by_key[row["key"]] for row in keys}


async def _links(
    connection: Connection, owner: Owner, fresh: Sequence[Prepared], rules: LifeRules, now: datetime
) -> dict[UUID, Link]:
    rows = await queries.alike_postings(
        connection,
        system_keys=[item.keys.system for item in fresh if item.keys.system],
        fingerprints=[item.keys.fingerprint for item in fresh],
        audience_id=owner.audience_id,
        repost_days=rules.repost_days,
    )
    new = [New(_job_id(owner, item.posting), item.keys) for item in fresh]
    own = {posting.id for posting in new}
    return link_postings(
        new,
        [_known_row(row, owner) for row in rows if row["id"] not in own],
        source_id=owner.source_id,
        audience_id=owner.audience_id,
        now=now,
        repost_days=rules.repost_days,
    )


def _known_row(row: Any, owner: Owner) -> Known:
    """Texts are compared within one source only: another one may cut or decorate them."""
    text = ""
    if row["source_id"] == owner.source_id:
        text = dedupe_keys(str(owner.source_id), Posting.model_validate(row["posting"])).text
    return Known(
        row["id"], row["vacancy_id"], row["canonical_id"], row["source_id"], row["audience_id"], row["system_key"],
        row["fingerprint"], text, row["is_open"], row["first_seen_at"], row["closed_at"],
    )  # fmt: skip


def _job_id(owner: Owner, posting: Posting) -> UUID:
    return derived_id("job", owner.source_id, posting.external_id)


def _row(owner: Owner, item: Prepared, companies: dict[str, UUID], links: dict[UUID, Link]) -> tuple[Any, ...]:
    """In the order of `_COLUMNS`. Of a posting that is known and open the record keeps its own vacancy."""
    posting = item.posting
    job_id = _job_id(owner, posting)
    link = links.get(job_id, Link(job_id))
    pay = offered_pay(posting.salary)
    return (
        job_id, owner.source_id, owner.audience_id, posting.external_id, companies[posting.company], posting.title,
        posting.company, posting.url, posting.model_dump(mode="json"), item.facts.model_dump(mode="json"),
        item.content_hash, item.keys.fingerprint, link.vacancy_id, link.canonical_id, link.repost_of, item.keys.system,
        item.keys.group, moment(posting.posted_at), moment(posting.expires_at, end=True),
        (pay.high or pay.low) if pay else None, pay.currency if pay else None,
    )  # fmt: skip
