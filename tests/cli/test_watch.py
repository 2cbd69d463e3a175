"""Following an analysis over the WebSocket and without it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from cli import watch as watching
from cli.client import ApiClient
from cli.watch import StillRunning, watch
from schema.errors import NotFound, Unavailable
from tests.cli.service import COMPLETED, FAILED, JOB, Service, problem, state


@pytest.fixture
def client(service: Service) -> Iterator[ApiClient]:
    """A client with an API key."""
    with ApiClient(service.url, api_key="key-1") as made:
        yield made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that are seconds for people are moments for tests."""
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(watching, "RECONNECT_SECONDS", 0.05)


def stages(client: ApiClient, seconds: float = 10) -> list[tuple[str, int]]:
    """Status and progress of every state that was seen."""
    return [(found.status, found.progress) for found in watch(client, JOB, timeout_seconds=seconds)]


def polls(service: Service) -> int:
    """How often the record was read."""
    return service.requests.count(f"GET /analyses/{JOB}")


def test_pushed_stages_are_seen_without_polling(service: Service, client: ApiClient) -> None:
    """The record is read at the beginning and at the end; everything between is pushed."""
    service.recorded = [state("pending", "queued", 0), COMPLETED]
    service.pushed = [
        state("processing", "extracting_text", 10),
        {**state("processing", "chunking", 30), "job_id": "another"},
        state("processing", "chunking", 30, error_message=None, cv_data=None),
        state("completed", "completed", 100),
    ]
    assert stages(client) == [("pending", 0), ("processing", 10), ("processing", 30), ("completed", 100)]
    assert (polls(service), service.sockets) == (2, 1)


def test_a_refused_websocket_falls_back_to_polling(service: Service, client: ApiClient) -> None:
    """A proxy that lets no WebSocket through costs speed, not the result."""
    service.websocket = "refuse"
    service.recorded = [state("pending", "queued", 0), state("processing", "chunking", 30), COMPLETED]
    assert stages(client) == [("pending", 0), ("processing", 30), ("completed", 100)]


def test_a_lost_connection_is_made_again(service: Service, client: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart of the API the rest is pushed again, and what was missed is in the record."""
    monkeypatch.setattr(watching, "QUIET_SECONDS", 0.1)
    service.websocket = "drop"
    waiting = state("processing", "chunking", 30)
    service.recorded = [state("pending", "queued", 0), *[waiting] * 8, COMPLETED]
    service.pushed = [state("processing", "extracting_text", 10), state("processing", "analyzing", 70)]
    seen = stages(client)
    assert service.sockets >= 2
    assert seen[-1] == ("completed", 100)


def test_the_error_comes_from_the_record(service: Service, client: ApiClient) -> None:
    """A pushed failure has a message only; code, stage and whether to retry are looked up."""
    service.recorded = [state("processing", "extracting_text", 10), FAILED]
    service.pushed = [state("failed", "extracting_text", 10, error_message="The file is a scan")]
    last = list(watch(client, JOB, timeout_seconds=10))[-1]
    assert last.error is not None
    assert (last.error.code, last.error.retryable) == ("needs_ocr", False)


def test_what_is_finished_is_seen_once(service: Service, client: ApiClient) -> None:
    """Following an old analysis ends at once."""
    assert stages(client) == [("completed", 100)]


def test_a_short_outage_is_waited_out(service: Service, client: ApiClient) -> None:
    """503 and 429 in the middle are not the end of the analysis."""
    service.websocket = "refuse"
    limited = problem(429, "rate_limited", "slow down")
    limited.headers["retry-after"] = "0"
    real = client.analysis
    answers = iter([None, problem(503, "unavailable", "restarting"), limited, None])

    def troubled(job_id: str) -> object:
        trouble = next(answers)
        service.fail_next = [trouble] if trouble else []
        return real(job_id)

    client.analysis = troubled  # type: ignore[assignment,method-assign]
    service.recorded = [state("pending", "queued", 0), COMPLETED]
    assert stages(client) == [("pending", 0), ("completed", 100)]


def test_an_api_that_stays_away_is_unavailable(
    service: Service, client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting for a restart has an end."""
    monkeypatch.setattr(watching, "OUTAGE_SECONDS", 0.1)
    service.websocket = "refuse"
    service.recorded = [state("pending", "queued", 0)]
    states = watch(client, JOB, timeout_seconds=10)
    next(states)
    service.fail_next = [problem(503, "unavailable", "away")] * 100
    with pytest.raises(Unavailable):
        next(states)


def test_an_api_that_is_away_from_the_start_is_told_at_once(service: Service, client: ApiClient) -> None:
    """Nobody waits half a minute for a wrong address."""
    service.websocket = "refuse"
    service.fail_next = [problem(503, "unavailable", "away")] * 5
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        stages(client)
    assert time.monotonic() - begun < 15


def test_patience_has_an_end_and_the_analysis_goes_on(service: Service, client: ApiClient) -> None:
    """The message says where it is and how to follow it again."""
    service.websocket = "refuse"
    service.recorded = [state("processing", "analyzing", 70)]
    with pytest.raises(StillRunning, match=f"analyzing.*vitaeflow follow {JOB}"):
        stages(client, seconds=0.1)


def test_an_unknown_analysis_is_not_waited_for(client: ApiClient) -> None:
    """404 is an answer."""
    with pytest.raises(NotFound):
        list(watch(client, "other", timeout_seconds=10))
