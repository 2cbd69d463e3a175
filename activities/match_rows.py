"""Matches as rows of bytes, and their way into the table: by COPY where nothing is in the way, else by an upsert.

What the database refuses because of its data is found by cutting the rows in two until it stands alone; all else
goes in.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from activities.boundary import BAD_DATA, DATA_ERROR
from activities.packed_jobs import Board
from activities.packed_rows import Ids, PeoplePage
from adapters.postgres import Connection, queries
from adapters.postgres.copying import Bytes, copy_rows
from domain.matching import RUBRIC, Verdicts, encode

_CUTS = 120
"""Upserts that one page spends on finding what is refused; what is left then is given up as a whole."""


@dataclass(frozen=True)
class Rows:
    """Matches to be stored; `columns` as `copy_rows` takes them."""

    columns: dict[str, Bytes]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def pairs(self, first: int, last: int) -> list[tuple[UUID, UUID]]:
        """(person, posting) of some rows."""
        users, jobs = self.columns["user_id"][first:last], self.columns["job_id"][first:last]
        return [(UUID(bytes=u.tobytes()), UUID(bytes=j.tobytes())) for u, j in zip(users, jobs, strict=True)]


@dataclass(frozen=True)
class Refused:
    """Rows from `first` to before `last` that the database does not take."""

    first: int
    last: int
    reason: str = DATA_ERROR


def rows_of(batch_id: UUID, people: PeoplePage, board: Board, found: Verdicts) -> Rows:
    """What is stored of judged pairs: of postings that still count, and of private ones for their person alone."""
    own = (board.audiences[found.columns] == people.ids[found.rows]).all(axis=1)
    found = found.where(board.alive[found.columns] & (~board.private[found.columns] | own))
    pairs = len(found)
    return Rows(
        {
            "id": new_ids(pairs),
            "user_id": people.ids[found.rows],
            "job_id": board.ids[found.columns],
            "batch_id": _same(batch_id.bytes, pairs),
            "score": found.scores.astype(">i2").view(np.uint8).reshape(pairs, 2),
            "codes": encode(found),
            "rubric": _same(RUBRIC.encode(), pairs),
            "profile_id": people.profiles[found.rows],
        }
    )


def joined(parts: Sequence[Rows]) -> Rows:
    """One after the other."""
    return Rows({name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns})


def only(rows: Rows, wanted: Callable[[UUID, UUID], bool]) -> Rows:
    """The rows of some pairs."""
    return chosen(rows, np.array([wanted(*pair) for pair in rows.pairs(0, len(rows))], dtype=np.bool_))


def chosen(rows: Rows, kept: npt.NDArray[np.bool_]) -> Rows:
    """Some of them."""
    return Rows({name: column[kept] for name, column in rows.columns.items()})


def new_ids(count: int) -> Ids:
    """Version 7 UUIDs in ascending order, as `new_id` makes them one by one."""
    ids = np.frombuffer(secrets.token_bytes(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    ids[:, :6] = np.frombuffer((time.time_ns() // 1_000_000).to_bytes(6, "big"), dtype=np.uint8)
    # 26 bits after the time count up: the version and variant bits stand between them
    numbers = np.arange(count, dtype=np.int64)
    ids[:, 6] = 0x70 | (numbers >> 22) & 0x0F
    ids[:, 7] = (numbers >> 14) & 0xFF
    ids[:, 8] = 0x80 | (numbers >> 8) & 0x3F
    ids[:, 9] = numbers & 0xFF
    return ids


def _same(value: bytes, count: int) -> Bytes:
    return np.broadcast_to(np.frombuffer(value, dtype=np.uint8), (count, len(value)))


async def store(connection: Connection, rows: Rows, *, fresh: bool) -> list[Refused]:
    """Store rows inside the caller's transaction; returns those that the database refuses."""
    if not len(rows) or (fresh and await _copied(connection, rows)):
        return []
    await queries.stage_matches(connection)
    numbers: npt.NDArray[np.uint8] = np.arange(len(rows), dtype=">i4").view(np.uint8).reshape(len(rows), 4)
    await copy_rows(connection, "staged_matches", {"n": numbers, **rows.columns})
    return await _upsert(connection, 0, len(rows))


async def _copied(connection: Connection, rows: Rows) -> bool:
    try:
        async with connection.transaction():
            await copy_rows(connection, "matches", rows.columns)
    except BAD_DATA:
        return False
    return True


async def _upsert(connection: Connection, first: int, last: int) -> list[Refused]:
    """Upsert staged rows, cutting in two what is refused."""
    refused: list[Refused] = []
    todo, cuts = [(first, last)], 0
    while todo:
        first, last = todo.pop()
        if cuts < _CUTS:
            try:
                async with connection.transaction():
                    await queries.upsert_staged_matches(connection, first=first, last=last)
                continue
            except BAD_DATA:
                cuts += 1
        if last - first > 1 and cuts < _CUTS:
            middle = (first + last) // 2
            todo += [(middle, last), (first, middle)]
        else:
            refused.append(Refused(first, last))
    return refused
