"""Saved searches in messages: each line says which searches of its person found it, where they ask for that."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from pydantic import ValidationError

from adapters.postgres import Connection, queries
from domain.preferring import filter_parameters
from schema.notifications import Digest
from schema.tracking import MatchFilter


async def name_searches(connection: Connection, digests: Mapping[UUID, Digest]) -> None:
    """Put the names of searches into the lines that they find. One query where nobody asks for it."""
    for search in await queries.digest_searches(connection, user_ids=list(digests)):
        try:
            wanted = MatchFilter.model_validate(search["filter"])
        except ValidationError:
            continue  # of an earlier version: it finds nothing until it is saved again
        lines = {line.match_id: line for line in digests[search["user_id"]].matches}
        found = await queries.list_matches(
            connection,
            user_id=search["user_id"],
            match_ids=list(lines),
            hidden=False,
            before_score=None,
            before_id=None,
            limit=len(lines),
            **filter_parameters(wanted),
        )
        for row in found:
            lines[row["id"]].searches.append(search["name"])
