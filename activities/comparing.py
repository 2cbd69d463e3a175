"""A page of people against boards of postings, inside the transaction of whoever calls."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from activities.feedback_points import move_new_matches
from activities.match_rows import Refused, Rows, chosen, joined, only, rows_of, store
from activities.packed_jobs import Board, JobBoards
from activities.packed_rows import PeoplePage, load_people, uuids
from activities.standing import load_standing
from adapters.postgres import Connection, queries
from domain.matching import judge
from schema.errors import BadFacts
from schema.pipeline import Page, PageResult

_AT_ONCE = 2
"""Pages that are judged at the same time: numpy lets others run meanwhile, and each takes some 50 MiB."""


_SHARED = 2_000_000
"""Pairs of a page from which on threads share it."""


class PeopleBehind(Exception):
    """Features of somebody are older than what they are made of."""


@dataclass(frozen=True)
class Letters:
    """Dead letters to try again: pairs, people with every job of their batch, jobs with everybody of it."""

    pairs: frozenset[tuple[UUID, UUID]]
    users: frozenset[UUID]
    jobs: frozenset[UUID]

    @classmethod
    def of(cls, rows: Sequence[Any], jobs: Sequence[UUID]) -> Letters:
        """Those of people as they are stored, and the jobs that concern everybody."""
        return cls(
            frozenset((row["user_id"], row["job_id"]) for row in rows if row["job_id"]),
            frozenset(row["user_id"] for row in rows if row["job_id"] is None),
            frozenset(jobs),
        )

    def all_users(self) -> list[UUID]:
        """Everybody who is named."""
        return sorted({user for user, _ in self.pairs} | self.users)

    def all_jobs(self) -> list[UUID]:
        """Every job that is named."""
        return sorted({job for _, job in self.pairs} | self.jobs)

    def concern(self, user: UUID, job: UUID) -> bool:
        """Whether a pair is to be tried again."""
        return user in self.users or job in self.jobs or (user, job) in self.pairs


@dataclass(frozen=True)
class Scope:
    """With what a page is compared. `fresh`: no match with these jobs can stand yet; `letters`: only those pairs."""

    boards: list[Board]
    user_ids: Sequence[UUID] | None
    job_ids: Sequence[UUID] | None
    fresh: bool
    letters: Letters | None = None


class _Dead(NamedTuple):
    user_id: UUID | None
    job_id: UUID | None
    reason: str


class Comparer:
    """Judges pages in threads and stores what comes of it."""

    def __init__(self, boards: JobBoards) -> None:
        self._boards = boards
        # threads of its own: the memory that one has worked in is not given back to the others
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="judge")

    async def compare(self, connection: Connection, page: Page, scope: Scope) -> PageResult:
        """Matches, withdrawals, dead letters and the counts of a page that has its marker.

        Raises PeopleBehind before anything is written when somebody has to be packed first.
        """
        people = await load_people(connection, page.first_user, page.last_user, scope.user_ids)
        if people is None:
            raise PeopleBehind
        rows = await self._judge(page.batch_id, people, scope)
        found = len(rows)
        if not scope.fresh and scope.letters is None:
            standing = await load_standing(connection, people.ids, scope.job_ids, _unusable(scope))
            users, jobs = standing.fallen(rows)
            if users:
                await queries.withdraw_matches(connection, user_ids=users, job_ids=jobs)
            rows = chosen(rows, standing.news(rows))
        refused = await store(connection, rows, fresh=scope.fresh)
        if len(rows):
            await move_new_matches(connection, page, scope.user_ids)
        dead = _dead(people, scope, rows, refused)
        if scope.letters is not None:
            await queries.dead_letters_replayed(
                connection,
                batch_id=page.batch_id,
                first_user=page.first_user,
                last_user=page.last_user,
                job_ids=page.job_ids,
            )
        if dead:
            await _bury(connection, page.batch_id, dead)
        lost = sum(each.last - each.first for each in refused)
        result = PageResult(pairs=_pairs(people, scope) - lost, matches=found - lost, dead=len(dead))
        await queries.end_page(connection, batch_id=page.batch_id, page_key=page.key, **result.model_dump())
        if refused:
            # some of the postings may be gone: whoever comes next reads them anew
            self._boards.forget(page.batch_id)
        return result

    async def _judge(self, batch_id: UUID, people: PeoplePage, scope: Scope) -> Rows:
        in_thread = asyncio.get_running_loop().run_in_executor
        parts = _parts(people, scope)
        return joined(
            await asyncio.gather(*(in_thread(self._threads, _judged, batch_id, part, scope) for part in parts))
        )


def _parts(people: PeoplePage, scope: Scope) -> list[PeoplePage]:
    """A page that is long enough is judged by all threads at once."""
    pairs = len(people) * sum(len(board) for board in scope.boards)
    return people.split(min(_AT_ONCE, len(people))) if pairs > _SHARED else [people]


def _judged(batch_id: UUID, people: PeoplePage, scope: Scope) -> Rows:
    try:
        rows = joined([rows_of(batch_id, people, b, judge(people.columns, b.jobs)) for b in scope.boards])
    except (ValueError, IndexError):
        raise BadFacts("Packed features of this page cannot be compared. Have them packed again.") from None
    return rows if scope.letters is None else only(rows, scope.letters.concern)


def _pairs(people: PeoplePage, scope: Scope) -> int:
    if scope.letters is None:
        return len(people) * sum(len(board) for board in scope.boards)
    jobs = sum(len(board) for board in scope.boards)
    whole = sum(user in scope.letters.users for user in uuids(people.ids))
    return whole * jobs + (len(people) - whole) * len(scope.letters.jobs) + len(scope.letters.pairs)


def _unusable(scope: Scope) -> list[UUID]:
    return [job for board in scope.boards for job in board.unusable]


def _dead(people: PeoplePage, scope: Scope, rows: Rows, refused: list[Refused]) -> list[_Dead]:
    dead = [_Dead(user, None, "bad_facts") for user in people.unusable]
    dead += [_Dead(None, job, "bad_facts") for job in _unusable(scope)]
    for each in refused:
        dead += [_Dead(user, job, each.reason) for user, job in rows.pairs(each.first, each.last)]
    return dead


async def _bury(connection: Connection, batch_id: UUID, dead: Sequence[_Dead]) -> None:
    await queries.insert_dead_letters(
        connection,
        batch_id=batch_id,
        user_ids=[each.user_id for each in dead],
        job_ids=[each.job_id for each in dead],
        reasons=[each.reason for each in dead],
    )
