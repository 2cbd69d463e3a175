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


class Page(BaseModel):
    """A piece of a batch: people from first to last by id, all jobs of the batch or only `job_ids`.

    `user_ids` is set when a page was halved: then only those people.
    """

    batch_id: UUID
    first_user: UUID
    last_user: UUID
    people: int
    user_ids: list[UUID] | None = None
    job_ids: list[UUID] | None = None

    @property
    def key(self) -> str:
        """The same page has the same key in every attempt and every run."""
        jobs = "" if self.job_ids is None else ",".join(map(str, self.job_ids))
        users = "" if self.user_ids is None else str(len(self.user_ids))
        return f"{self.first_user}:{self.last_user}:{users}:{jobs}"


class MatchFanoutInput(BaseModel):
    """One fan-out: a batch of jobs against everybody.

    `after_user` to `failed` carry state over continue-as-new: the last person done, the counts, the pages that failed.
    """

    batch_id: UUID
    page_users: int | None = None
    """People in a page; None: as the worker is configured."""
    halvings: int = 400
    """Budget of one run: a batch in which everything is bad must not cost an activity per pair."""
    after_user: UUID | None = None
    done_pages: int = 0
    pairs: int = 0
    matches: int = 0
    dead: int = 0
    failed: list[Page] = []
    retry_window_hours: float = 7 * 24


class ChangedProfilesInput(BaseModel):
    """Everybody whose profile or wishes changed against all open jobs, in micro-batches."""

    page_users: int | None = None


class ClaimInput(BaseModel):
    """Take changed people into the batch of this id; the same id again gives the same batch."""

    batch_id: UUID
    limit: int = 2000


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
    """What a page gave."""

    pairs: int
    matches: int


class DeadInput(BaseModel):
    """One page of the dead letters of a batch, after a pair."""

    batch_id: UUID
    after_user: UUID | None = None
    after_job: UUID | None = None
    limit: int = 500


class BadPage(BaseModel):
    """A page that cannot be scored or stored and is not halved further, with the error code."""

    page: Page
    reason: str


class FanoutProgress(BaseModel):
    """Answer of the query `progress`, and the end of a fan-out.

    `dead` counts dead letters, `failed_pages` pages whose attempts were used up for another reason than their data.
    """

    pages: int = 0
    done_pages: int = 0
    pairs: int = 0
    matches: int = 0
    dead: int = 0
    failed_pages: int = 0


class NewsInput(BaseModel):
    """Tell the people of a batch about their new matches, so many at a time."""

    batch_id: UUID
    page_users: int = 200


class UndeliveredInput(BaseModel):
    """One page of notifications of a batch that have channels to be sent to."""

    batch_id: UUID
    after: UUID | None = None
    limit: int = 200


class Recipient(BaseModel):
    """A person and the notification to deliver."""

    user_id: UUID
    notification_id: UUID


class Undelivered(BaseModel):
    """A page of recipients; empty when there are no more."""

    recipients: list[Recipient]


class NotifyInput(BaseModel):
    """Deliver one notification to the person's channels."""

    user_id: UUID
    notification_id: UUID
    retry_window_hours: float = 7 * 24


class DeliveryList(BaseModel):
    """Ledger rows of one notification that are to be sent, each with so many tries, and how many are dead."""

    delivery_ids: list[UUID]
    dead: int = 0
    attempts: int = 5


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
