"""Vectors from an embeddings endpoint: in batches, several at once, in the order of the texts."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

import httpx2
import openai
from openai.types import CreateEmbeddingResponse, Embedding

from adapters.llm.dialect import refuses
from adapters.llm.failures import named_failure
from schema.errors import ModelMalformed, ModelRejected

PARALLEL_BATCHES = 4

CALL_FAILURES = (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError)
"""What a call may raise; ValueError: the answer is no JSON."""


class Embedder:
    """One embedding model behind a client. `send_dimensions` None: only to models known to shorten their vectors."""

    def __init__(
        self,
        client: openai.AsyncOpenAI,
        *,
        model: str,
        dimensions: int,
        batch: int,
        send_dimensions: bool | None,
        timeout_seconds: float,
    ) -> None:
        self._client = client
        self._model = model
        self._dimensions = dimensions
        self._batch = batch
        self._send_dimensions = "text-embedding-3" in model if send_dimensions is None else send_dimensions
        self._timeout = timeout_seconds
        self._turn = asyncio.Semaphore(PARALLEL_BATCHES)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text, in their order. The first failing batch stops the others."""
        starts = range(0, len(texts), self._batch)
        tasks = [asyncio.create_task(self._embed_batch(texts[start : start + self._batch])) for start in starts]
        try:
            return [vector for batch in await asyncio.gather(*tasks) for vector in batch]
        finally:
            for task in tasks:
                task.cancel()

    async def _embed_batch(self, texts: Sequence[str]) -> list[list[float]]:
        async with self._turn:
            answer = await self._call([text or " " for text in texts])
        vectors = _in_order(answer, len(texts))
        for vector in vectors:
            self._check(vector)
        return vectors

    async def _call(self, texts: list[str]) -> object:
        send_dimensions = self._send_dimensions
        while True:
            dimensions = self._dimensions if send_dimensions else openai.omit
            try:
                async with asyncio.timeout(self._timeout):
                    answer: object = await self._client.embeddings.create(
                        model=self._model, input=texts, dimensions=dimensions, encoding_format="float"
                    )
            except CALL_FAILURES as error:
                if send_dimensions and refuses(error, "dimensions"):
                    send_dimensions = False
                    continue
                failure = named_failure(error)
            else:
                self._send_dimensions = send_dimensions
                return answer
            raise failure

    def _check(self, vector: list[float]) -> None:
        if len(vector) != self._dimensions:
            raise ModelRejected(
                f"The embedding model gives {len(vector)} values per vector where {self._dimensions} are configured; "
                f"set EMBEDDING_DIMENSIONS={len(vector)}, or choose another EMBEDDING_MODEL"
            )
        if not all(map(math.isfinite, vector)):
            raise ModelMalformed("The embedding endpoint sent a value that is not a finite number; try again")


def _in_order(answer: object, count: int) -> list[list[float]]:
    """The vectors by their index; an endpoint that gives no indexes is taken to keep the order."""
    data = answer.data if isinstance(answer, CreateEmbeddingResponse) else None
    entries: list[Embedding] = data if isinstance(data, list) else []
    # The library does not validate answers: whatever the types say, a field may be absent.
    places = [getattr(entry, "index", None) for entry in entries]
    if all(place is None for place in places):
        places = list(range(len(entries)))
    vectors = dict(zip(places, (getattr(entry, "embedding", None) for entry in entries), strict=True))
    ordered = [vectors.get(place) for place in range(count)]
    if len(entries) != count or not all(isinstance(vector, list) and _is_numbers(vector) for vector in ordered):
        raise ModelMalformed(
            f"The embedding endpoint was sent {count} texts and did not answer with as many vectors; try again"
        )
    return [[float(value) for value in vector] for vector in ordered if vector is not None]


def _is_numbers(values: list[object]) -> bool:
    return all(isinstance(value, int | float) for value in values)
