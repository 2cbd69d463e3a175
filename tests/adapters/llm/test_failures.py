"""Every way in which an endpoint can fail has a name, and none of its words get out."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters.llm.client import ModelClient
from adapters.llm.failures import retry_after
from schema import errors
from tests.adapters.llm.conftest import KEY
from tests.fakes.openai_server import (
    GOOD_ANSWER,
    Behaviour,
    ScriptedOpenAI,
    answers,
    fails,
    filtered,
    out_of_quota,
    rate_limited,
    raw,
    refused,
    slowly,
    trickles,
    truncated,
)

CANARY = "canary-résumé-words"


@pytest.mark.parametrize(
    ("behaviour", "kind", "retryable"),
    [
        (refused(CANARY), errors.ModelRefused, False),
        (filtered(), errors.ModelRefused, False),
        (truncated({"basics": {"name": CANARY * 9}}), errors.ModelTruncated, False),
        (answers(f'{{"work": "{CANARY}"}}'), errors.ModelMalformed, True),
        (answers(CANARY), errors.ModelMalformed, True),
        (rate_limited(3), errors.ModelRateLimited, True),
        (fails(402, CANARY), errors.ModelQuotaExceeded, False),
        (out_of_quota(), errors.ModelQuotaExceeded, False),
        (fails(401, CANARY), errors.ModelUnauthorized, False),
        (fails(403, CANARY), errors.ModelUnauthorized, False),
        (fails(400, CANARY), errors.ModelRejected, False),
        (fails(404, CANARY), errors.ModelRejected, False),
        (fails(422, CANARY), errors.ModelRejected, False),
        (fails(408, CANARY), errors.ModelUnavailable, True),
        (fails(500, CANARY), errors.ModelUnavailable, True),
        (fails(503, CANARY), errors.ModelUnavailable, True),
        (raw(b"<html>canary</html>", content_type="text/html"), errors.ModelUnavailable, True),
        (raw(b'{"choices": [{"canary', content_type="application/json"), errors.ModelUnavailable, True),
        (raw(b'{"choices": []}'), errors.ModelUnavailable, True),
        (raw(b'{"choices": [{}]}'), errors.ModelUnavailable, True),
        (raw(b'{"choices": null}'), errors.ModelUnavailable, True),
        (raw(b"[]"), errors.ModelUnavailable, True),
    ],
)
async def test_failures_have_names(
    client: ModelClient, endpoint: ScriptedOpenAI, behaviour: Behaviour, kind: type[errors.ModelError], retryable: bool
) -> None:
    """Kind, code and whether to try again are right; no words of prompt, answer or key are in error or causes."""
    endpoint.default_chat = behaviour
    with pytest.raises(errors.ModelError) as caught:
        await client.analyze(f"{CANARY} and more")
    assert type(caught.value) is kind
    assert caught.value.retryable is retryable
    written = "".join(traceback.format_exception_only(caught.value)) + repr(caught.value.extra)
    assert "canary" not in written
    assert KEY not in written
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


async def test_the_client_never_retries_by_itself(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """The workflow retries; a client that did too would multiply the attempts."""
    endpoint.default_chat = fails(500)
    with pytest.raises(errors.ModelUnavailable):
        await client.analyze("text")
    assert len(endpoint.requests) == 1


async def test_retry_after_is_handed_on(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """The seconds that the endpoint asks for are in `extra`, where the retry policy finds them."""
    endpoint.chat.append(rate_limited(retry_after=7))
    with pytest.raises(errors.ModelRateLimited) as caught:
        await client.analyze("text")
    assert caught.value.extra["retry_after"] == 7


async def test_no_retry_after_no_promise(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """Without the header there is nothing in `extra` to wait for."""
    endpoint.chat.append(rate_limited())
    with pytest.raises(errors.ModelRateLimited) as caught:
        await client.analyze("text")
    assert "retry_after" not in caught.value.extra


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
    ],
)
def test_retry_after_in_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, milliseconds, dates and nonsense."""
    assert retry_after(headers) == seconds


def test_retry_after_as_a_date() -> None:
    """A date ahead is the time until then."""
    ahead = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert retry_after({"retry-after": ahead}) == pytest.approx(60, abs=3)


@pytest.mark.parametrize("slow", [slowly(20, answers(GOOD_ANSWER)), trickles(0.05, answers(GOOD_ANSWER))])
async def test_a_slow_endpoint_is_given_up(
    make_client: Callable[..., ModelClient], endpoint: ScriptedOpenAI, slow: Behaviour
) -> None:
    """The time-out is one of the whole call, also while bytes still arrive; the error says which variable to raise."""
    endpoint.default_chat = slow
    began = time.perf_counter()
    with pytest.raises(errors.ModelUnavailable, match="OPENAI_TIMEOUT_SECONDS") as caught:
        await make_client(timeout_seconds=0.2).analyze("text")
    assert time.perf_counter() - began < 10
    assert caught.value.extra["kind"] == "timeout"


async def test_no_endpoint(make_client: Callable[..., ModelClient]) -> None:
    """A refused connection is a passing failure."""
    with ScriptedOpenAI() as gone:
        url = gone.base_url
    with pytest.raises(errors.ModelUnavailable) as caught:
        await make_client(base_url=url).analyze("text")
    assert caught.value.extra["kind"] == "connection"


def test_every_model_error_has_its_own_code() -> None:
    """A client can tell them apart, and all are failures of the endpoint's side to it."""
    kinds = errors.ModelError.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert {kind.status for kind in kinds} == {502}
