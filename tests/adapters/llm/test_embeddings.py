"""Embeddings: batches, order, dimensions, and answers that do not fit."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from adapters.llm.client import ModelClient
from schema.errors import ModelMalformed, ModelRateLimited, ModelRejected, ModelUnavailable
from tests.fakes.openai_server import (
    ScriptedOpenAI,
    embeds,
    fails,
    rate_limited,
    raw,
    rejects,
    slowly,
    vector_of,
)

TEXTS = [f"chunk {number}" for number in range(11)]
WANTED = [pytest.approx(vector_of(text, 8)) for text in TEXTS]


async def test_vectors_come_in_the_order_of_the_texts(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """Batches of the configured size, answered out of order, give each text its own vector."""
    endpoint.default_embeddings = embeds(shuffled=True)
    endpoint.embeddings.append(slowly(0.1, embeds(shuffled=True)))
    assert await client.embed(TEXTS) == WANTED
    assert sorted(len(request.body["input"]) for request in endpoint.requests) == [1, 2, 2, 2, 2, 2]


async def test_an_endpoint_without_indexes_keeps_the_order(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """Some leave the index out."""
    endpoint.default_embeddings = embeds(indexed=False)
    assert await client.embed(TEXTS) == WANTED


async def test_batches_run_side_by_side_but_not_too_many(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """Four at a time, not one and not all."""
    endpoint.default_embeddings = slowly(0.05, embeds())
    await client.embed(TEXTS)
    assert endpoint.most_at_once == 4


async def test_no_texts_no_call(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """An empty list costs nothing."""
    assert await client.embed([]) == []
    assert endpoint.requests == []


async def test_an_empty_text_is_sent_as_a_space(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """Endpoints refuse the empty string, and with it the whole batch."""
    await client.embed([""])
    assert endpoint.requests[0].body["input"] == [" "]


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({}, True),
        ({"embedding_model": "vendor/text-embedding-3-large"}, True),
        ({"embedding_model": "other-model"}, False),
        ({"embedding_model": "other-model", "send_dimensions": True}, True),
        ({"send_dimensions": False}, False),
    ],
)
async def test_dimensions_are_sent_only_to_those_who_know_them(
    make_client: Callable[..., ModelClient], endpoint: ScriptedOpenAI, options: dict[str, object], sent: bool
) -> None:
    """The parameter is an error to models of a fixed length."""
    endpoint.default_embeddings = embeds(8)
    await make_client(**options).embed(["text"])
    assert ("dimensions" in endpoint.requests[0].body) is sent


async def test_refused_dimensions_are_left_out(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """An endpoint that does not know the parameter is asked again without, and from then on at once."""
    endpoint.default_embeddings = rejects("dimensions", embeds(8))
    assert await client.embed(TEXTS[:1]) == WANTED[:1]
    assert await client.embed(TEXTS[:1]) == WANTED[:1]
    assert ["dimensions" in request.body for request in endpoint.requests] == [True, False, False]


async def test_another_length_says_what_to_set(
    make_client: Callable[..., ModelClient], endpoint: ScriptedOpenAI
) -> None:
    """Vectors of another length than configured are refused before they reach a store."""
    endpoint.default_embeddings = embeds(5)
    with pytest.raises(ModelRejected, match="EMBEDDING_DIMENSIONS=5") as caught:
        await make_client(send_dimensions=False).embed(TEXTS)
    assert not caught.value.retryable


def _data(*entries: object) -> bytes:
    return json.dumps({"object": "list", "model": "m", "data": entries}).encode()


@pytest.mark.parametrize(
    "body",
    [
        _data(),
        _data({"index": 0, "embedding": [1.0] * 8}),
        _data({"index": 0, "embedding": [1.0] * 8}, {"index": 0, "embedding": [1.0] * 8}),
        _data({"index": 0, "embedding": [1.0] * 8}, {"index": 2, "embedding": [1.0] * 8}),
        _data({"index": 0, "embedding": [1.0] * 8}, {"index": 1, "embedding": None}),
        _data({"index": 0, "embedding": [1.0] * 8}, {"index": 1, "embedding": ["x"] * 8}),
        _data({"index": 0, "embedding": [1.0] * 8}, {"index": 1, "embedding": [float("nan")] * 8}),
        b'{"data": null}',
        b"{}",
    ],
)
async def test_answers_that_do_not_fit_are_malformed(
    client: ModelClient, endpoint: ScriptedOpenAI, body: bytes
) -> None:
    """Too few, doubled, misplaced or broken vectors are a failure, never a guess."""
    endpoint.default_embeddings = raw(body)
    with pytest.raises(ModelMalformed):
        await client.embed(TEXTS[:2])


async def test_one_failing_batch_fails_all(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """A part of the vectors is no result; the error is the batch's own, with its delay."""
    endpoint.embeddings.extend([slowly(0.05, embeds()), rate_limited(4)])
    endpoint.default_embeddings = slowly(0.05, embeds())
    with pytest.raises(ModelRateLimited) as caught:
        await client.embed(TEXTS)
    assert caught.value.extra["retry_after"] == 4
    assert caught.value.__context__ is None


async def test_failures_are_those_of_every_call(client: ModelClient, endpoint: ScriptedOpenAI) -> None:
    """Embeddings share the named errors, and never retry by themselves."""
    endpoint.default_embeddings = fails(503, "chunk 0")
    with pytest.raises(ModelUnavailable) as caught:
        await client.embed(TEXTS[:1])
    assert "chunk 0" not in str(caught.value)
    assert len(endpoint.requests) == 1
