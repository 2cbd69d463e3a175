"""What the job, matching and delivery workflows and their activities hand each other: ids and counts."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class SourceRefreshInput(BaseModel):
    """Fetch one source."""

    source_id: UUID


class Fetched(BaseModel):
    """What a fetch changed. `batch_id` names the fan-out of new and altered jobs, if there are any."""

    rows: int
    changed: int
    closed: int
    skipped: int = 0
    batch_id: UUID | None = None
    company_ids: list[UUID] = []
    """Companies about which nothing, or nothing of late, is known and that name an address."""
    index: bool = False
    """The vectors of postings are to be brought in line: some came, changed or went."""


class Page(BaseModel):
    """A piece of a batch: people from first to last by id, with all jobs of the batch."""

    batch_id: UUID
    first_user: UUID
    last_user: UUID
    people: int
    replay: int | None = None
    """Only the dead letters of these people, for the so-manieth time."""
    job_ids: list[UUID] = []
    """In a replay: jobs that nobody could be compared with; everybody is now."""

    @property
    def key(self) -> str:
        """The same page has the same key in every attempt and every run."""
        return f"{self.first_user}:{self.last_user}" + ("" if self.replay is None else f":{self.replay}")


class MatchFanoutInput(BaseModel):
    """One fan-out: a batch of jobs against everybody.

    `after_user` to `paused` carry state over continue-as-new: the last person done, the counts, the pages that failed.
    """

    batch_id: UUID
    page_users: int | None = None
    """People in a page; None: as the worker is configured."""
    halvings: int = 40
    """Budget of one run for pages that fail as a whole: a page isolates bad rows by itself."""
    matched: bool = False
    """All pages are done: what is left is to tell people, and to wait for replays."""
    after_user: UUID | None = None
    done_pages: int = 0
    pairs: int = 0
    matches: int = 0
    dead: int = 0
    failed: list[Page] = []
    replays: int = 0
    paused: bool = False
    retry_window_hours: float = 7 * 24


class ChangedProfilesInput(BaseModel):
    """Everybody whose profile or wishes changed against all open jobs, in micro-batches of so many people."""

    people: int = 200
    linger_seconds: float = 10
    """So long it stays for the next change: a run that is there answers in half the time of one that has to begin."""


class ClaimInput(BaseModel):
    """Take changed people into the batch of this id; the same id again gives the same batch."""

    batch_id: UUID
    limit: int = 200


class Changed(BaseModel):
    """A micro-batch of changed people that was compared; `news` counts matches that nobody was told of yet."""

    people: int
    pairs: int = 0
    matches: int = 0
    dead: int = 0
    news: int = 0


class RenewInput(BaseModel):
    """So many documents of a kind at a time."""

    limit: int = 500


class Renewed(BaseModel):
    """What was computed anew: people and jobs; `batch_id` names the fan-out that is due, `more` that there is more."""

    people: int
    jobs: int
    batch_id: UUID | None = None
    more: bool = False


class SourceFailure(BaseModel):
    """A refresh that used up its attempts."""

    source_id: UUID
    code: str
    message: str


class BatchInput(BaseModel):
    """One batch, in pages of so many people (None: as configured), from those after a person's id on."""

    batch_id: UUID
    page_users: int | None = None
    after_user: UUID | None = None


class Plan(BaseModel):
    """The pages of a batch."""

    pages: list[Page]


class Halves(BaseModel):
    """A page cut in two; one page of one pair comes back alone."""

    pages: list[Page]


class PageResult(BaseModel):
    """What a page gave: pairs compared, matches stored, pairs that were buried because their data is bad."""

    pairs: int
    matches: int
    dead: int = 0


class DeadInput(BaseModel):
    """The dead letters of a batch that did not go through, for the so-manieth time."""

    batch_id: UUID
    replay: int
    page_users: int | None = None


class BadPage(BaseModel):
    """A page that cannot be scored or stored and is not halved further, with the error code."""

    page: Page
    reason: str


class FanoutProgress(BaseModel):
    """Answer of the query `progress`, content of its events, and the end of a fan-out.

    `dead` counts dead letters, `failed_pages` pages whose attempts were used up for another reason than their data.
    """

    pages: int = 0
    done_pages: int = 0
    pairs: int = 0
    matches: int = 0
    dead: int = 0
    failed_pages: int = 0
    paused: bool = False


class ProgressNote(BaseModel):
    """How far a batch is, for the record and for those who watch it."""

    batch_id: UUID
    state: Literal["matching", "parked", "finished"]
    progress: FanoutProgress


class NewsInput(BaseModel):
    """Gather what is new for the people of a batch, so many at a time, from those after a person's id on."""

    batch_id: UUID
    page_users: int = 2000
    after: UUID | None = None


class DeliverDueInput(BaseModel):
    """Tell whoever is due, and send what the ledger holds, in pages of so many."""

    page: int = 100


class DuePage(BaseModel):
    """So many people, or ledger rows, at most."""

    limit: int = 100


class Waiting(BaseModel):
    """Seconds until there is something to tell or to send, zero or less when there is already; None: nothing waits."""

    seconds: float | None = None


class NotifyInput(BaseModel):
    """Deliver one notification to the person's channels."""

    user_id: UUID
    notification_id: UUID
    retry_window_hours: float = 7 * 24


class PendingDelivery(BaseModel):
    """A ledger row to be sent: not before so many seconds, with so many tries."""

    delivery_id: UUID
    wait_seconds: float = 0
    attempts: int = 5


class DeliveryList(BaseModel):
    """Ledger rows of one notification that are to be sent, and how many are dead."""

    rows: list[PendingDelivery]
    dead: int = 0


class DeliveryInput(BaseModel):
    """One ledger row; `error` is the code when it is buried."""

    delivery_id: UUID
    error: str | None = None


class DeliveryResult(BaseModel):
    """How one try ended without raising."""

    state: Literal["sent", "skipped"]


class NotifyOutcome(BaseModel):
    """How a notification ended: numbers of ledger rows."""

    sent: int = 0
    dead: int = 0
