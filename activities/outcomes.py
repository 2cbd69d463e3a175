"""How tries ended, written to the ledger as they come: what gathered during one statement goes in the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from adapters.postgres import Database, queries
from schema.errors import VitaeflowError
from schema.jobs import SendReceipt

Outcome = SendReceipt | VitaeflowError
_SOON_SECONDS = 1.0
_GATHER_SECONDS = 0.005


class Outcomes:
    """Between an answer and its mark lie milliseconds: a crash then repeats a few messages, not a page of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: asyncio.Queue[tuple[Any, Outcome] | None] = asyncio.Queue()

    def put(self, row: Any, outcome: Outcome) -> None:
        """To be written by `recording`."""
        self._queue.put_nowait((row, outcome))

    @asynccontextmanager
    async def recording(self) -> AsyncIterator[None]:
        """Write what is put meanwhile; everything is written when it ends."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._write())
            try:
                yield
            finally:
                self._queue.put_nowait(None)

    async def sent(self, outcomes: Sequence[tuple[Any, SendReceipt]]) -> None:
        """Mark rows sent; their receivers work."""
        async with self._database.connection() as connection:
            await queries.deliveries_sent(
                connection,
                ids=[row["id"] for row, _ in outcomes],
                receipts=[receipt.receipt_id for _, receipt in outcomes],
                deduplicated=[receipt.deduplicated for _, receipt in outcomes],
                channel_ids=[row["channel_id"] for row, _ in outcomes],
            )

    async def release(self, outcomes: Sequence[tuple[Any, VitaeflowError]]) -> None:
        """Give claims back, to be tried again as late as the receiver asks for. What was not answered may have come."""
        async with self._database.connection() as connection:
            await queries.release_deliveries(
                connection,
                ids=[row["id"] for row, _ in outcomes],
                errors=[error.code for _, error in outcomes],
                waits=[float(error.extra.get("retry_after") or _SOON_SECONDS) for _, error in outcomes],
                unanswered=[bool(error.extra.get("unanswered")) for _, error in outcomes],
            )

    async def bury(self, delivery_id: UUID, error: str | None) -> None:
        """A dead letter, until somebody replays it."""
        async with self._database.transaction() as connection:
            await queries.bury_delivery(connection, delivery_id=delivery_id, error=error)

    async def _write(self) -> None:
        ended = False
        while not ended:
            batch = [await self._queue.get()]
            await asyncio.sleep(_GATHER_SECONDS)
            while not self._queue.empty():
                batch.append(self._queue.get_nowait())
            ended = None in batch
            outcomes = [each for each in batch if each is not None]
            if sent := [(row, end) for row, end in outcomes if isinstance(end, SendReceipt)]:
                await self.sent(sent)
            if failed := [(row, end) for row, end in outcomes if isinstance(end, VitaeflowError)]:
                await self.release(failed)
