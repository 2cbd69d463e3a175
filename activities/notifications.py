"""Telling people: matches gather until they are due, then one message with one ledger row per channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import structlog
from pydantic import ValidationError
from temporalio import activity

from activities.reasons import explain
from activities.search_names import name_searches
from adapters.postgres import Connection, Database, EncodedJson, queries
from domain.notifying import is_quiet, make_digest, next_due
from schema.errors import VitaeflowError
from schema.ids import new_id
from schema.notifications import DeliveryPreferences, Digest, NewsItem
from schema.pipeline import DuePage, NewsInput, Waiting

log = structlog.get_logger()

_POSTPONED = timedelta(hours=1)
_REMOTE = "Remote"
_IN_EVENTS = {"match_id", "job_id", "title", "company", "score"}
_UNUSABLE = (
    VitaeflowError,
    ValidationError,
    LookupError,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.RaiseError,
)


class Wake(Protocol):
    """Has what is due announced and sent soon."""

    async def __call__(self) -> None:
        """Many calls at once are one."""
        ...


class Rank(Protocol):
    """Has a model put somebody's matches in order, if one is there and paid for."""

    async def __call__(self, user_ids: Sequence[UUID]) -> None:
        """Asks for it; it happens later, or not at all."""
        ...


class NotificationActivities:
    """Gathers news and makes messages of it."""

    def __init__(self, database: Database, wake: Wake, rank: Rank) -> None:
        self._database = database
        self._wake = wake
        self._rank = rank

    @activity.defn
    async def gather_news(self, news: NewsInput) -> int:
        """Note for everybody of a batch when they are to be told; returns how many people wait now."""
        gathered, after = 0, news.after
        while True:
            async with self._database.transaction() as connection:
                rows = await queries.users_with_news(
                    connection, batch_id=news.batch_id, after=after, limit=news.page_users
                )
                now = datetime.now(UTC)
                await queries.gather_news(
                    connection,
                    user_ids=[row["user_id"] for row in rows],
                    moments=[_due(row, now) for row in rows],
                )
            await self._rank([row["user_id"] for row in rows])
            gathered += len(rows)
            if len(rows) < news.page_users:
                break
            after = rows[-1]["user_id"]
        if gathered:
            await self._wake()
        return gathered

    @activity.defn
    async def announce_due(self, page: DuePage) -> int:
        """Tell a page of people who are due: in the app, and a ledger row per channel. Returns how many were looked at.

        One transaction: whatever is retried, each match is told once. Somebody whose rows cannot be used does not keep
        the others waiting.
        """
        try:
            async with self._database.transaction() as connection:
                return await _announce(connection, page.limit, None)
        except _UNUSABLE as error:
            log.warning("a page of people cannot be told together", error=type(error).__name__)
        return await self._announce_apart(page.limit)

    @activity.defn
    async def delivery_waits(self) -> Waiting:
        """How long until there is something to tell or to send."""
        async with self._database.connection() as connection:
            return Waiting(seconds=await queries.delivery_waits(connection))

    async def _announce_apart(self, limit: int) -> int:
        async with self._database.connection() as connection:
            rows = await queries.claim_due_users(connection, only=None, limit=limit)
        for row in rows:
            try:
                async with self._database.transaction() as connection:
                    await _announce(connection, 1, row["user_id"])
            except _UNUSABLE as error:
                log.error("somebody cannot be told", error=type(error).__name__, user_id=str(row["user_id"]))
                async with self._database.transaction() as connection:
                    await queries.postpone_news(
                        connection, user_ids=[row["user_id"]], moments=[datetime.now(UTC) + _POSTPONED]
                    )
        return len(rows)


async def _announce(connection: Connection, limit: int, only: UUID | None) -> int:
    now = datetime.now(UTC)
    rows = await queries.claim_due_users(connection, only=only, limit=limit)
    if not rows:
        return 0
    awake = [row for row in rows if not _in_quiet_hours(row, now)]
    late = [row for row in rows if _in_quiet_hours(row, now)]
    if late:
        # due long ago, while nobody worked: what is quiet now stays quiet
        await queries.postpone_news(
            connection, user_ids=[row["user_id"] for row in late], moments=[_due(row, now) for row in late]
        )
    present = {row["user_id"]: _wishes(row) for row in awake if not row["deleted"]}
    items = await _news(connection, list(present))
    digests = {user_id: make_digest(items[user_id], wishes) for user_id, wishes in present.items() if items[user_id]}
    await explain(connection, list(digests.values()))
    await name_searches(connection, digests)
    await _store(connection, digests, items)
    await queries.news_told(connection, user_ids=[row["user_id"] for row in awake])
    return len(rows)


async def _news(connection: Connection, user_ids: Sequence[UUID]) -> dict[UUID, list[NewsItem]]:
    found: dict[UUID, list[NewsItem]] = defaultdict(list)
    for row in await queries.news_of(connection, user_ids=user_ids):
        found[row["user_id"]].append(
            NewsItem(
                match_id=row["id"],
                job_id=row["job_id"],
                vacancy=row["vacancy"],
                title=row["title"],
                company=row["company"],
                url=row["url"],
                credit=row["credit"],
                score=row["score"],
                places=_places(row),
            )
        )
    return found


async def _store(connection: Connection, digests: dict[UUID, Digest], items: dict[UUID, list[NewsItem]]) -> None:
    """Notifications, what they told, ledger rows, events. Events last, people in order: each takes a lock."""
    users = sorted(digests)
    ids = {user_id: new_id() for user_id in users}
    await queries.insert_notifications(
        connection,
        ids=list(ids.values()),
        user_ids=users,
        kinds=["matches"] * len(users),
        subject_ids=[new_id() for _ in users],
        payloads=[EncodedJson(digests[user_id].model_dump_json()) for user_id in users],
    )
    told = [(item.match_id, ids[user_id]) for user_id in users for item in items[user_id]]
    await queries.mark_told(
        connection,
        match_ids=[match_id for match_id, _ in told],
        notification_ids=[notification_id for _, notification_id in told],
    )
    await open_deliveries(connection, ids)
    await _publish(connection, ids, digests)


async def open_deliveries(
    connection: Connection, notifications: dict[UUID, UUID], *, channel_id: UUID | None = None
) -> None:
    """One ledger row for each enabled channel of each person; `notifications` by person."""
    receivers = await queries.receivers(connection, user_ids=list(notifications), channel_id=channel_id)
    await queries.open_deliveries(
        connection,
        ids=[new_id() for _ in receivers],
        user_ids=[row["user_id"] for row in receivers],
        notification_ids=[notifications[row["user_id"]] for row in receivers],
        channel_ids=[row["id"] for row in receivers],
    )


async def _publish(connection: Connection, ids: dict[UUID, UUID], digests: dict[UUID, Digest]) -> None:
    events = []
    for user_id, notification_id in ids.items():
        told = digests[user_id]
        common = {"notification_id": str(notification_id), "total": told.total}
        short = [line.model_dump(mode="json", include=_IN_EVENTS) for line in told.matches]
        events.append((user_id, "match", notification_id, {**common, "matches": short}))
        events.append((user_id, "notification", notification_id, {**common, "kind": "matches"}))
    await queries.record_events(
        connection,
        user_ids=[event[0] for event in events],
        kinds=[event[1] for event in events],
        subject_ids=[event[2] for event in events],
        payloads=[event[3] for event in events],
        dedupe_keys=[f"{subject}:{kind}" for _, kind, subject, _ in events],
    )


def _wishes(row: Any) -> DeliveryPreferences:
    """What is stored was checked when it came in; what a later version no longer takes counts as nothing said."""
    try:
        return DeliveryPreferences.model_validate(row["preferences"] or {})
    except ValidationError:
        log.warning("stored delivery preferences cannot be read", user_id=str(row["user_id"]))
        return DeliveryPreferences()


def _due(row: Any, now: datetime) -> datetime:
    wishes = _wishes(row)
    return next_due(wishes, now, zone=wishes.zone(row["time_zone"]))


def _in_quiet_hours(row: Any, now: datetime) -> bool:
    wishes = _wishes(row)
    return wishes.quiet_hours is not None and is_quiet(wishes.quiet_hours, now, wishes.zone(row["time_zone"]))


def _places(row: Any) -> list[str]:
    locations = [place for posting in row["locations"] or [] for place in posting or []]
    named = [place.get("city") or place.get("raw") or "" for place in locations]
    return list(dict.fromkeys([*filter(None, named), *([_REMOTE] if row["workplace"] == "remote" else [])]))
