"""Points of feedback for matches that are being stored: whoever said something before has new matches moved by it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from adapters.postgres import Connection, EncodedJson, queries
from domain.preferring import NEWEST, Feedback, Move, Reranker
from schema.pipeline import Page


async def move_new_matches(connection: Connection, page: Page, user_ids: Sequence[UUID] | None) -> None:
    """Move what a page stored just now, inside its transaction. One query where nobody of it said anything."""
    talkers = await queries.people_with_feedback(
        connection, first_user=page.first_user, last_user=page.last_user, user_ids=user_ids
    )
    if not talkers:
        return
    people = [row["user_id"] for row in talkers]
    matches = await queries.matches_to_move(connection, user_ids=people, batch_id=page.batch_id)
    if not matches:
        return
    said = await queries.feedback_of(connection, user_ids=people, newest=NEWEST)
    jobs = {row["job_id"] for row in (*said, *matches)}
    postings = await queries.postings_to_compare(connection, job_ids=list(jobs))
    moves = await asyncio.to_thread(_moves, said, matches, postings)
    await queries.set_feedback_points(
        connection,
        ids=[row["id"] for row in matches],
        points=[move.points for move in moves],
        lines=[EncodedJson(move.lines_json) for move in moves],
    )


def _moves(said: Sequence[Any], matches: Sequence[Any], postings: Sequence[Any]) -> list[Move]:
    by_person: defaultdict[UUID, list[Feedback]] = defaultdict(list)
    for row in said:
        by_person[row["user_id"]].append(Feedback(row["id"], row["job_id"], row["kind"]))
    reranker = Reranker(postings)
    tastes = {user_id: reranker.taste(by_person[user_id]) for user_id in {row["user_id"] for row in matches}}
    return [tastes[row["user_id"]].move(row["job_id"]) for row in matches]
