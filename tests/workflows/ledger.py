"""Stand-ins for the activities of delivery: people who are due and rows to send are numbers."""

from __future__ import annotations

from temporalio import activity

from schema.pipeline import DuePage, Waiting


class FakeLedger:
    """`due` people become `fresh` rows, which become `sent`; `waits` are the answers to how long nothing is due."""

    def __init__(self) -> None:
        self.due = 0
        self.fresh = 0
        self.sent = 0
        self.announcements = 0
        self.waits: list[float | None] = []

    @activity.defn
    async def announce_due(self, page: DuePage) -> int:
        """A page of people at most."""
        self.announcements += 1
        told = min(page.limit, self.due)
        self.due -= told
        self.fresh += told
        return told

    @activity.defn
    async def deliver_due(self, page: DuePage) -> int:
        """A page of rows at most."""
        sent = min(page.limit, self.fresh)
        self.fresh -= sent
        self.sent += sent
        return sent

    @activity.defn
    async def delivery_waits(self) -> Waiting:
        """The next answer; nothing waits when there is none left."""
        return Waiting(seconds=self.waits.pop(0) if self.waits else None)
