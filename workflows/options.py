"""Every time-out and retry policy of the product, one constant per activity. Nothing is unlimited.

`start_to_close` bounds one attempt, `schedule_to_close` all of them. Every remote activity has a heartbeat, which the
workers' interceptor sends: a killed worker's work is taken over after that, however long an attempt may take.
"""

from __future__ import annotations

from datetime import timedelta

from temporalio.common import Priority, RetryPolicy
from temporalio.workflow import ActivityConfig, LocalActivityConfig

from schema.temporal_names import DOCUMENTS_QUEUE, LLM_QUEUE, VECTORS_QUEUE


def _seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


def _retry(attempts: int, first: float = 0.2, most: float = 10.0) -> RetryPolicy:
    return RetryPolicy(
        initial_interval=_seconds(first),
        backoff_coefficient=2.0,
        maximum_interval=_seconds(most),
        maximum_attempts=attempts,
    )


WORKFLOW_TASK_TIMEOUT = _seconds(3)
"""Local activities of a killed worker are taken over after this; they are all shorter by far."""

HEARTBEAT = _seconds(2)
BATCH_HEARTBEAT = _seconds(5)
"""Batches keep an event loop busy for longer; nobody waits for them."""

STAGE_RETRY = _retry(8, most=5)
"""Sixteen seconds of attempts: a database that restarts is back by then, a fault of ours still shows soon."""

STEADY_RETRY = _retry(60)
"""Until schedule-to-close: what only talks to PostgreSQL and has nobody to park for."""

INTERACTIVE = 2
CHANGED = 3
"""Somebody changed a wish and looks at the list; before it come uploads, after it batches."""
BATCH = 4


def priority(key: int, user_id: object | None = None) -> Priority:
    """Interactive work first; among equals, users take turns."""
    return Priority(priority_key=key, fairness_key=str(user_id) if user_id else None)


# --- ResumeAnalysis: remote where it may wait or take long, local where it is pure and short ---
# The reader's own limits end first: 30 s to parse; where pages are pictures, 25 s for their turn and 65 s to read.
# A turn that does not come is an attempt: in 300 s some forty scans that come at once are through.
EXTRACT = ActivityConfig(
    task_queue=DOCUMENTS_QUEUE,
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(300),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=STAGE_RETRY,
    summary="read the file in a child process",
)
CHUNK = LocalActivityConfig(
    start_to_close_timeout=_seconds(2),
    schedule_to_close_timeout=_seconds(60),
    retry_policy=STAGE_RETRY,
    summary="cut the text into chunks",
)
EMBED_LOCALLY = LocalActivityConfig(
    start_to_close_timeout=_seconds(2),
    schedule_to_close_timeout=_seconds(60),
    retry_policy=STAGE_RETRY,
    summary="lexical vectors",
)
EMBED_BY_MODEL = ActivityConfig(
    task_queue=LLM_QUEUE,
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(300),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=_retry(5, first=1, most=30),
    summary="embeddings by the model endpoint",
)
INDEX = ActivityConfig(
    task_queue=VECTORS_QUEUE,
    start_to_close_timeout=_seconds(15),
    schedule_to_close_timeout=_seconds(60),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=_retry(10, first=0.2, most=5),
    summary="vectors into the store",
)
ANALYZE_BY_RULES = LocalActivityConfig(
    start_to_close_timeout=_seconds(2.5),
    schedule_to_close_timeout=_seconds(60),
    retry_policy=STAGE_RETRY,
    summary="the deterministic reader",
)
ANALYZE_BY_MODEL = ActivityConfig(
    task_queue=LLM_QUEUE,
    start_to_close_timeout=_seconds(90),
    schedule_to_close_timeout=_seconds(180),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=_retry(3, first=1, most=30),
    summary="structured answer of the model, checked against the text",
)
RANK = ActivityConfig(
    task_queue=LLM_QUEUE,
    start_to_close_timeout=_seconds(90),
    schedule_to_close_timeout=_seconds(300),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=_retry(3, first=1, most=60),
    summary="order the best matches by one call of the model, within the budget",
)
RECORD = LocalActivityConfig(
    start_to_close_timeout=_seconds(2),
    schedule_to_close_timeout=_seconds(600),
    retry_policy=STEADY_RETRY,
    summary="record a change of state",
)
"""State changes in PostgreSQL: tried for ten minutes, because a run must end in a state that somebody can see."""

# --- sources, matching, delivery ---
FETCH = ActivityConfig(
    # boards in pages, with a call for each posting, are read politely: a minute for descriptions alone
    start_to_close_timeout=_seconds(300),
    schedule_to_close_timeout=_seconds(1200),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(3, first=1, most=60),
    summary="fetch the source and store what changed",
)
RESEARCH = ActivityConfig(
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(3, first=5, most=60),
    summary="read a few pages of the company's own site",
)
PLAN = ActivityConfig(
    start_to_close_timeout=_seconds(30),
    schedule_to_close_timeout=_seconds(300),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=STEADY_RETRY,
)


def match_page(batch_id: object) -> ActivityConfig:
    """Batches take turns, so that a small one does not wait for all pages of a large one."""
    return ActivityConfig(
        start_to_close_timeout=_seconds(60),
        schedule_to_close_timeout=_seconds(600),
        heartbeat_timeout=BATCH_HEARTBEAT,
        retry_policy=STAGE_RETRY,
        priority=priority(BATCH, batch_id),
        summary="score a page of people and store its matches",
    )


MATCH_CHANGED = ActivityConfig(
    start_to_close_timeout=_seconds(60),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=STEADY_RETRY,
    priority=priority(CHANGED),
    summary="compare people who changed with all open jobs",
)
TELL = ActivityConfig(
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=STEADY_RETRY,
    summary="note when everybody is to be told",
)
ANNOUNCE = ActivityConfig(
    start_to_close_timeout=_seconds(60),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=STEADY_RETRY,
    summary="one message for each person who is due",
)
DELIVER_PAGE = ActivityConfig(
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=STEADY_RETRY,
    summary="send a page of messages",
)
"""One try of 5 s at most for each, 16 at once."""
WAKE = ActivityConfig(
    start_to_close_timeout=_seconds(10),
    schedule_to_close_timeout=_seconds(120),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(8),
)
LEDGER = ActivityConfig(
    start_to_close_timeout=_seconds(15),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=STEADY_RETRY,
)


INDEX_JOBS = ActivityConfig(
    task_queue=VECTORS_QUEUE,
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(600),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(10, first=1, most=60),
    summary="vectors of postings into the store",
)
SEARCH = ActivityConfig(
    task_queue=VECTORS_QUEUE,
    start_to_close_timeout=_seconds(5),
    schedule_to_close_timeout=_seconds(8),
    heartbeat_timeout=HEARTBEAT,
    retry_policy=_retry(5, first=0.2, most=1),
    summary="postings near a posting or a person",
)
SEARCH_TIMEOUT = _seconds(10)
"""Of the whole run: a request waits for it."""


def deliver(attempts: int) -> ActivityConfig:
    """One channel, one message: a slow receiver gets 30 s, the next tries wait as it asks or ever longer."""
    return ActivityConfig(
        start_to_close_timeout=_seconds(40),
        schedule_to_close_timeout=timedelta(hours=24),
        heartbeat_timeout=HEARTBEAT,
        retry_policy=_retry(attempts, first=1, most=600),
        summary="send to the channel",
    )


# --- upkeep ---
SWEEP = ActivityConfig(
    start_to_close_timeout=_seconds(60),
    schedule_to_close_timeout=_seconds(180),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(3, first=1),
)
RENEW = ActivityConfig(
    start_to_close_timeout=_seconds(120),
    schedule_to_close_timeout=_seconds(300),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(3, first=1),
    summary="compute anew what another version left behind",
)
STOP = ActivityConfig(
    start_to_close_timeout=_seconds(60),
    schedule_to_close_timeout=timedelta(hours=1),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(20, first=1, most=120),
)
FORGET = ActivityConfig(
    task_queue=VECTORS_QUEUE,
    start_to_close_timeout=_seconds(60),
    schedule_to_close_timeout=timedelta(hours=24),
    heartbeat_timeout=BATCH_HEARTBEAT,
    retry_policy=_retry(50, first=1, most=600),
    summary="delete vectors",
)
