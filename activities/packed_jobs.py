"""Postings ready to be compared, kept in the worker: the newest batches, and all that are open.

All that are open is a base and what was touched since: a new posting must not have fifty thousand others prepared anew.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from activities.packed_rows import Ids, ids_of, pack_changed_jobs
from adapters.postgres import Connection, Database, queries
from domain.matching import FEATURES_VERSION, JOB, Columns, Jobs

_BATCHES_KEPT = 4
_TOUCHED_OF_BASE = 10
"""The base is made anew when more than one part in so many was touched since."""


@dataclass(frozen=True)
class Board:
    """Postings and who may hear of them. `audiences` are zeros where everybody may; `alive` says which still count."""

    ids: Ids
    audiences: Ids
    jobs: Jobs
    unusable: list[UUID]
    alive: npt.NDArray[np.bool_]

    @property
    def private(self) -> npt.NDArray[np.bool_]:
        """Which are for one person only."""
        return np.asarray(self.audiences.any(axis=1))

    def __len__(self) -> int:
        return int(self.alive.sum())


@dataclass(frozen=True)
class _Open:
    """The base with the row of each id, the snapshot before it was read, what tells a change since, what changed."""

    base: Board
    rows: dict[bytes, int]
    since: str
    told: tuple[Any, ...]
    delta: Board | None = None


class JobBoards:
    """Loads and keeps boards. One for each worker process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._batches: OrderedDict[UUID, asyncio.Task[Board]] = OrderedDict()
        self._open: _Open | None = None
        self._lock = asyncio.Lock()

    async def of_batch(self, batch_id: UUID, job_ids: Sequence[UUID]) -> Board:
        """The postings of a batch: read once, whatever pages come."""
        known = self._batches.get(batch_id)
        if known is None or (known.done() and (known.cancelled() or known.exception() is not None)):
            known = asyncio.create_task(self.of_list(job_ids))
            self._batches[batch_id] = known
            while len(self._batches) > _BATCHES_KEPT:
                self._batches.popitem(last=False)
        self._batches.move_to_end(batch_id)
        return await asyncio.shield(known)

    async def of_list(self, job_ids: Sequence[UUID]) -> Board:
        """These postings as they are now."""
        await pack_changed_jobs(self._database, job_ids)
        async with self._database.connection() as connection:
            return await _load(connection, job_ids=job_ids)

    async def all_open(self) -> list[Board]:
        """Everything that is matched now, each posting in one of the boards."""
        async with self._lock:
            opened = self._open
            if opened is not None:
                async with self._database.connection() as connection:
                    row = await queries.jobs_since(connection, since=opened.since)
                if _told(row) == opened.told:
                    return _boards(opened)
                if row["touched"] * _TOUCHED_OF_BASE <= len(opened.base.ids):
                    self._open = await self._with_delta(opened)
                    return _boards(self._open)
            self._open = await self._whole()
            return _boards(self._open)

    def forget(self, batch_id: UUID) -> None:
        """Postings of these boards are gone: read anew."""
        self._batches.pop(batch_id, None)
        self._open = None

    async def _whole(self) -> _Open:
        await pack_changed_jobs(self._database, None)
        async with self._database.connection() as connection:
            since: str = await queries.snapshot(connection)
            # asked before the postings are read: what is touched in between must look like a change
            row = await queries.jobs_since(connection, since=since)
            base = await _load(connection, job_ids=None)
        rows = {key.tobytes(): index for index, key in enumerate(base.ids)}
        return _Open(base, rows, since, _told(row))

    async def _with_delta(self, opened: _Open) -> _Open:
        await pack_changed_jobs(self._database, None)
        async with self._database.connection() as connection:
            row = await queries.jobs_since(connection, since=opened.since)
            loaded = await queries.packed_jobs(connection, job_ids=None, since=opened.since, version=FEATURES_VERSION)
        base, alive = opened.base, np.ones(len(opened.base.ids), dtype=np.bool_)
        for key in ids_of(loaded["touched"]):
            if (known := opened.rows.get(key.tobytes())) is not None:
                alive[known] = False
        kept = Board(base.ids, base.audiences, base.jobs, base.unusable, alive)
        delta = await asyncio.to_thread(_board, loaded)
        return _Open(kept, opened.rows, opened.since, _told(row), delta)


def _boards(opened: _Open) -> list[Board]:
    return [opened.base] if opened.delta is None else [opened.base, opened.delta]


async def _load(connection: Connection, *, job_ids: Sequence[UUID] | None) -> Board:
    row = await queries.packed_jobs(connection, job_ids=job_ids, since=None, version=FEATURES_VERSION)
    return await asyncio.to_thread(_board, row)


def _board(row: Any) -> Board:
    columns = Columns.read(JOB, *(row[name] or b"" for name in ("scalars", "counts", "words", "weights")))
    ids = ids_of(row["ids"])
    return Board(ids, ids_of(row["audiences"]), Jobs(columns), list(row["unusable"] or ()), np.ones(len(ids), bool))


def _told(row: Any) -> tuple[Any, ...]:
    return row["touched"], row["newest"], row["stamps"]
