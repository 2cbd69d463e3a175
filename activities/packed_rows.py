"""Packed features in and out of the record: pages of people, and what still has to be packed.

Features follow the facts and wishes they are made of by a stamp that the database counts up (see `person_features`);
whoever meets a row whose features are behind packs it again before it is compared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from adapters.postgres import Connection, Database, queries
from domain.matching import (
    FEATURES_VERSION,
    PERSON,
    Columns,
    Features,
    JobFacts,
    PersonFacts,
    pack_job,
    pack_person,
)
from schema.errors import BadFacts
from schema.jobs import MatchPreferences

_AT_ONCE = 500
_UNUSABLE = (ValidationError, AttributeError, TypeError, ValueError, LookupError, OverflowError)

Ids = npt.NDArray[np.uint8]
"""Shape (rows, 16): UUIDs as their bytes."""


@dataclass(frozen=True)
class PeoplePage:
    """People of a page who can be compared, in order of ids, and the ids of those who cannot."""

    ids: Ids
    profiles: Ids
    columns: Columns
    unusable: list[UUID]

    def __len__(self) -> int:
        return len(self.ids)

    def split(self, parts: int) -> list[PeoplePage]:
        """People in so many parts of about the same size; the unusable stay behind."""
        return [
            PeoplePage(self.ids[rows], self.profiles[rows], self.columns.take(rows), [])
            for rows in np.array_split(np.arange(len(self)), max(1, parts))
        ]


def ids_of(packed: bytes | None) -> Ids:
    """UUIDs that stand one after the other."""
    return np.frombuffer(packed or b"", dtype=np.uint8).reshape(-1, 16)


def uuids(ids: Ids) -> list[UUID]:
    """The same as objects."""
    return [UUID(bytes=row.tobytes()) for row in ids]


async def load_people(
    connection: Connection, first_user: UUID, last_user: UUID, user_ids: Sequence[UUID] | None
) -> PeoplePage | None:
    """People from first to last, locked against changes until the transaction ends; None when some are to be packed."""
    row = await queries.packed_people(
        connection,
        first_user=first_user,
        last_user=last_user,
        user_ids=user_ids,
        version=FEATURES_VERSION,
    )
    if row["stale"]:
        return None
    parts = (row[name] or b"" for name in ("scalars", "counts", "words", "weights"))
    try:
        columns = Columns.read(PERSON, *parts)
    except ValueError:
        raise BadFacts("Packed features of this page cannot be read. Have them packed again.") from None
    return PeoplePage(ids_of(row["ids"]), ids_of(row["profiles"]), columns, list(row["unusable"] or ()))


async def pack_changed_people(
    database: Database, first_user: UUID, last_user: UUID, user_ids: Sequence[UUID] | None = None
) -> int:
    """Pack those of a page whose features are behind; returns how many. A transaction for every few hundred."""
    done = 0
    while True:
        async with database.transaction() as connection:
            rows = await queries.unpacked_people(
                connection,
                first_user=first_user,
                last_user=last_user,
                user_ids=user_ids,
                version=FEATURES_VERSION,
                limit=_AT_ONCE,
            )
            if rows:
                await _store_people(connection, rows, await asyncio.to_thread(_pack_people, rows))
        done += len(rows)
        if len(rows) < _AT_ONCE:
            return done
        first_user = rows[-1]["user_id"]


async def pack_changed_jobs(database: Database, job_ids: Sequence[UUID] | None) -> int:
    """Pack postings (None: all that are matched) whose features are behind; returns how many."""
    done = 0
    while True:
        async with database.transaction() as connection:
            rows = await queries.unpacked_jobs(connection, job_ids=job_ids, version=FEATURES_VERSION, limit=_AT_ONCE)
            if rows:
                packed = await asyncio.to_thread(_pack_jobs, rows)
                await queries.store_job_features(
                    connection,
                    job_ids=[row["job_id"] for row in rows],
                    stamps=[row["stamp"] for row in rows],
                    version=FEATURES_VERSION,
                    **_parts(packed),
                )
        done += len(rows)
        if len(rows) < _AT_ONCE:
            return done


async def _store_people(connection: Connection, rows: Sequence[Any], packed: Sequence[Features | None]) -> None:
    gone = [row for row in rows if row["profile_id"] is None]
    if gone:
        await queries.drop_person_features(
            connection, user_ids=[row["user_id"] for row in gone], stamps=[row["stamp"] for row in gone]
        )
    kept = [(row, features) for row, features in zip(rows, packed, strict=True) if row["profile_id"] is not None]
    await queries.store_person_features(
        connection,
        user_ids=[row["user_id"] for row, _ in kept],
        stamps=[row["stamp"] for row, _ in kept],
        profile_ids=[row["profile_id"] for row, _ in kept],
        version=FEATURES_VERSION,
        **_parts([features for _, features in kept]),
    )


def _parts(packed: Sequence[Features | None]) -> dict[str, list[bytes | None]]:
    return {
        name: [getattr(features, name) if features else None for features in packed]
        for name in ("scalars", "counts", "words", "weights")
    }


def _pack_people(rows: Sequence[Any]) -> list[Features | None]:
    return [_person(row["facts"], row["preferences"]) for row in rows]


def _person(facts: Any, preferences: Any) -> Features | None:
    """None where the facts cannot be used: known from then on, until they are mended."""
    try:
        return pack_person((PersonFacts.model_validate(facts), MatchPreferences.model_validate(preferences)))
    except _UNUSABLE:
        return None


def _pack_jobs(rows: Sequence[Any]) -> list[Features | None]:
    return [_job(row["facts"]) for row in rows]


def _job(facts: Any) -> Features | None:
    try:
        return pack_job(JobFacts.model_validate(facts))
    except _UNUSABLE:
        return None
