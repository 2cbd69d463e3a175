"""Stand-ins for the activities of a fan-out: people are numbers, pages are ranges, faults are scripted."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from temporalio import activity
from temporalio.exceptions import ApplicationError

from schema.pipeline import (
    BadPage,
    BatchInput,
    DeadInput,
    Halves,
    NewsInput,
    Page,
    PageResult,
    Plan,
    ProgressNote,
)


class FakePages:
    """`people` per batch, in pages of one; `failing` people raise an error of that type; `tries` counts pages."""

    def __init__(self) -> None:
        self.people: dict[UUID, int] = {}
        self.failing: dict[UUID, dict[int, str]] = {}
        self.tries: dict[UUID, Counter[int]] = {}
        self.letters: dict[UUID, list[UUID]] = {}
        self.plans: Counter[UUID] = Counter()
        self.finished: set[UUID] = set()
        self.notes: dict[UUID, list[ProgressNote]] = {}

    def batch(self, batch_id: UUID, people: int, **failing: str) -> None:
        """A batch of so many people; `p7="data_error"` makes the seventh fail."""
        self.people[batch_id] = people
        self.failing[batch_id] = {int(name[1:]): code for name, code in failing.items()}
        self.tries[batch_id] = Counter()
        self.letters[batch_id] = []

    @activity.defn
    async def plan_batch(self, batch: BatchInput) -> Plan:
        """A page per person after the last one done."""
        self.plans[batch.batch_id] += 1
        first = 1 if batch.after_user is None else batch.after_user.int + 1
        people = [UUID(int=number) for number in range(first, self.people[batch.batch_id] + 1)]
        return Plan(pages=[Page(batch_id=batch.batch_id, first_user=each, last_user=each, people=1) for each in people])

    @activity.defn
    async def match_page(self, page: Page) -> PageResult:
        """One pair, one match."""
        number = page.first_user.int
        self.tries[page.batch_id][number] += 1
        if code := self.failing[page.batch_id].get(number):
            raise ApplicationError("scripted", type=code, non_retryable=True)
        return PageResult(pairs=1, matches=1)

    @activity.defn
    async def halve_page(self, page: Page) -> Halves:
        """Already a pair."""
        return Halves(pages=[page])

    @activity.defn
    async def bury_page(self, bad: BadPage) -> int:
        """A letter."""
        self.letters[bad.page.batch_id].append(bad.page.first_user)
        return 1

    @activity.defn
    async def dead_pages(self, letters: DeadInput) -> Plan:
        """The letters, once."""
        taken, self.letters[letters.batch_id] = self.letters[letters.batch_id], []
        return Plan(
            pages=[
                Page(batch_id=letters.batch_id, first_user=user, last_user=user, people=1, replay=letters.replay)
                for user in sorted(taken)
            ]
        )

    @activity.defn
    async def note_progress(self, note: ProgressNote) -> None:
        """Kept in order."""
        self.notes.setdefault(note.batch_id, []).append(note)

    @activity.defn
    async def gather_news(self, news: NewsInput) -> int:
        """Nobody."""
        return 0

    @activity.defn
    async def finish_batch(self, batch: BatchInput) -> None:
        """Closed."""
        self.finished.add(batch.batch_id)
