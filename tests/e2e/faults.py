"""Faults that the world has: a table that refuses some rows, and what a history tells about them."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from temporalio.client import Client, WorkflowHandle

from adapters.postgres import Database

_numbers = itertools.count()


@asynccontextmanager
async def refusing(
    database: Database,
    table: str,
    condition: str,
    *,
    operation: str = "insert",
    sqlstate: str = "P0001",
    quote: str = "id",
) -> AsyncIterator[None]:
    """While the block runs, rows for which the condition holds (over `new`) are refused, quoting a column of theirs."""
    name = f"refuse_{next(_numbers)}"
    async with database.transaction() as connection:
        await connection.execute(
            f"""
            create function {name}() returns trigger language plpgsql as $$
            begin
                if {condition} then
                    raise exception 'refused: %', new.{quote} using errcode = '{sqlstate}', detail = new.{quote}::text;
                end if;
                return new;
            end $$;
            create trigger {name} before {operation} on {table} for each row execute function {name}()
            """
        )
    try:
        yield
    finally:
        async with database.transaction() as connection:
            await connection.execute(f"drop function {name}() cascade")


async def told_by(client: Client, query: str) -> str:
    """All that the histories of some workflows say, payloads decoded, with memos and search attributes."""
    told = []
    async for execution in client.list_workflows(query):
        handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        told.append(readable((await handle.fetch_history()).to_json()))
        told.append(str(await execution.memo()))
    return "\n".join(told)


def readable(history: str) -> str:
    """A history as JSON with its base64 payloads decoded beside it."""
    return "\n".join([history, *_decoded(json.loads(history))])


def _decoded(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [base64.b64decode(node["data"]).decode(errors="replace")] if isinstance(node.get("data"), str) else []
        return own + [text for value in node.values() for text in _decoded(value)]
    if isinstance(node, list):
        return [text for value in node for text in _decoded(value)]
    return []
