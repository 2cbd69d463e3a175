"""Matches that stand, compared with what a page found: what says the same is not written again.

An upsert locks every row it meets, changed or not; most of what somebody matches after a small change is as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from activities.match_rows import Rows
from activities.packed_rows import Ids, ids_of, uuids
from adapters.postgres import Connection, queries
from adapters.postgres.copying import Bytes
from domain.matching import RUBRIC

_FACTORS = np.random.default_rng(7).integers(1, 2**63, size=4, dtype=np.uint64) | np.uint64(1)


@dataclass(frozen=True)
class Standing:
    """Rows of people that stand, in parts: whose, of what, and all that a new score could change."""

    users: Ids
    jobs: Ids
    said: Bytes
    keys: npt.NDArray[np.uint64]

    def news(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Which rows are new or say something else."""
        new = _keys(rows.columns["user_id"], rows.columns["job_id"])
        said = _said(rows)
        if not len(self.keys) or said.shape[1] != self.said.shape[1]:
            return np.ones(len(rows), dtype=np.bool_)
        order = np.argsort(self.keys)
        at = order[np.minimum(np.searchsorted(self.keys[order], new), len(order) - 1)]
        # whole rows are compared: two pairs of one key can at worst be written once too often
        same = (
            (self.users[at] == rows.columns["user_id"]).all(axis=1)
            & (self.jobs[at] == rows.columns["job_id"]).all(axis=1)
            & (self.said[at] == said).all(axis=1)
        )
        return np.asarray(~same)

    def fallen(self, rows: Rows) -> tuple[list[UUID], list[UUID]]:
        """(people, jobs) of matches that stand and were not found again."""
        gone = ~np.isin(self.keys, _keys(rows.columns["user_id"], rows.columns["job_id"]))
        return uuids(self.users[gone]), uuids(self.jobs[gone])


async def load_standing(
    connection: Connection, people: Ids, job_ids: Sequence[UUID] | None, unusable: Sequence[UUID]
) -> Standing:
    """Matches of people with jobs (None: all that are matched) that this rubric could have found again."""
    row: Any = await queries.standing_matches(
        connection, user_ids=uuids(people), job_ids=job_ids, unusable=unusable, rubric=RUBRIC
    )
    users, jobs = ids_of(row["users"]), ids_of(row["jobs"])
    said = np.frombuffer(row["said"] or b"", dtype=np.uint8)
    width = len(said) // len(users) if len(users) else 0
    if len(said) != width * len(users):
        # codes of several lengths, from several versions: none of them is taken to be the same
        width, said = 0, said[:0]
    return Standing(users, jobs, said.reshape(len(users), width), _keys(users, jobs))


def _said(rows: Rows) -> Bytes:
    return np.concatenate([rows.columns[name] for name in ("score", "profile_id", "codes")], axis=1)


def _keys(users: Ids, jobs: Ids) -> npt.NDArray[np.uint64]:
    halves = np.ascontiguousarray(np.concatenate((users, jobs), axis=1)).view("<u8").reshape(-1, 4)
    mixed = (halves ^ (halves >> np.uint64(29))) * _FACTORS
    return np.asarray(mixed.sum(axis=1, dtype=np.uint64))
