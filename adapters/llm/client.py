"""The one client for language models: any endpoint that speaks OpenAI's chat completions and embeddings.

It never retries by itself (the workflow does, with the endpoint's own `Retry-After`); it only gives up options that an
endpoint does not know, and asks once to repair an answer that cannot be read.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import httpx2
import openai
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from adapters.llm.answer import ProfileAnswer, strict_schema
from adapters.llm.dialect import Dialect
from adapters.llm.embeddings import CALL_FAILURES, Embedder
from adapters.llm.failures import named_failure
from adapters.llm.prompt import MAX_TEXT_CHARACTERS, PROMPT_VERSION, READ_RESUME, Message, prompt_for, repair_messages
from adapters.llm.results import ModelAnswer, Structured, Usage
from schema.errors import ModelMalformed, ModelRefused, ModelTruncated, ModelUnavailable
from schema.profile import Analyser

T = TypeVar("T", bound=BaseModel)

_END_OF_THOUGHT = "</think>"
"""Reasoning models behind plain endpoints think aloud before they answer."""

_NAMED_PROBLEMS = 5


class ModelClient:
    """Structured analysis and embeddings.

    `timeout_seconds` bounds one HTTP call as a whole. `send_dimensions` says whether the embedding endpoint takes a
    `dimensions` parameter; None decides by the model's name. `http_client` replaces the transport.

    All methods raise subclasses of `ModelError`, whose messages hold no text of prompt, answer or key.
    """

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None = None,
        model: str,
        timeout_seconds: float = 60,
        embedding_model: str,
        embedding_dimensions: int,
        embedding_batch: int = 64,
        send_dimensions: bool | None = None,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        self._client = openai.AsyncOpenAI(
            api_key=api_key or "none",  # local endpoints need no key, the library insists on one
            base_url=base_url,
            timeout=timeout_seconds,
            max_retries=0,
            http_client=http_client,
        )
        self._model = model
        self._timeout = timeout_seconds
        self._dialect = Dialect()
        self._embedder = Embedder(
            self._client,
            model=embedding_model,
            dimensions=embedding_dimensions,
            batch=embedding_batch,
            send_dimensions=send_dimensions,
            timeout_seconds=timeout_seconds,
        )

    async def analyze(self, text: str) -> ModelAnswer:
        """Read a résumé's text into a profile, with strengths, weaknesses and recommended roles.

        Only the first `MAX_TEXT_CHARACTERS` are read; the profile's warnings say so when there was more. The values
        are what the model says: checking them against the text is up to the caller.
        """
        answer = await self.structured(READ_RESUME, text, ProfileAnswer)
        analyser = Analyser(kind="model", name=answer.usage.model, version=PROMPT_VERSION)
        warnings = [f"the model read only the first {MAX_TEXT_CHARACTERS} characters"] if answer.cut else []
        return ModelAnswer(profile=answer.value.to_profile(analyser, warnings), usage=answer.usage)

    async def structured(self, instructions: str, text: str, answer: type[T]) -> Structured[T]:
        """Have `text` (data, never instructions) worked on as `instructions` say; the answer is an `AnswerPart`."""
        prompt = prompt_for(instructions, text)
        schema = strict_schema(answer)
        said, usage = await self._complete(schema, prompt.messages)
        value, problem = _read(said, answer)
        if value is None:
            repair = repair_messages(said, problem)
            said, more = await self._complete(schema, lambda spelled: prompt.messages(spelled) + repair)
            usage += more
            value, problem = _read(said, answer)
        if value is None:
            raise ModelMalformed(
                f"The model's answer could not be read, also after a request to repair it ({problem}); try again, or "
                "use a model with structured outputs",
                prompt_tokens=usage.prompt_tokens,
                completion_tokens=usage.completion_tokens,
            )
        return Structured(value, usage, prompt.cut)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text, in their order, each of `embedding_dimensions` values."""
        return await self._embedder.embed(texts)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _complete(
        self, schema: dict[str, Any], messages: Callable[[dict[str, Any] | None], list[Message]]
    ) -> tuple[str, Usage]:
        """One answer. Options that the endpoint refuses are left out, here and, once that worked, in later calls."""
        dialect = self._dialect
        while True:
            spelled = messages(None if dialect.format == "json_schema" else schema)
            try:
                async with asyncio.timeout(self._timeout):
                    completion: object = await self._client.chat.completions.create(
                        model=self._model, messages=cast(Any, spelled), **dialect.parameters(schema)
                    )
            except CALL_FAILURES as error:
                weaker = dialect.without_what_is_refused(error)
                if weaker is not None:
                    dialect = weaker
                    continue
                failure = named_failure(error)
            else:
                self._dialect = dialect
                return _content(completion, self._model)
            raise failure


def _content(completion: object, model: str) -> tuple[str, Usage]:
    """The words of an answer that came to its end, and what it took.

    The library does not validate answers: whatever the types say, a field may be absent.
    """
    choices = completion.choices if isinstance(completion, ChatCompletion) else None
    message = getattr(choices[0], "message", None) if choices else None
    if not isinstance(completion, ChatCompletion) or not choices or message is None:
        raise ModelUnavailable(
            "The model endpoint did not answer as an OpenAI-compatible one does; check OPENAI_BASE_URL", kind="protocol"
        )
    counted = completion.usage
    usage = Usage(
        prompt_tokens=getattr(counted, "prompt_tokens", None) or 0,
        completion_tokens=getattr(counted, "completion_tokens", None) or 0,
        model=completion.model or model,
    )
    spent = {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}
    if choices[0].finish_reason == "content_filter" or getattr(message, "refusal", None):
        raise ModelRefused("The model declined to read this text; another model may not", **spent)
    if choices[0].finish_reason == "length":
        raise ModelTruncated(
            "The model's answer was cut off at its output limit; use a model that may answer at greater length", **spent
        )
    return message.content or "", usage


def _read(said: str, answer: type[T]) -> tuple[T | None, str]:
    """The answer in its type, or None and what is wrong with it: places and kinds of errors, never values."""
    start = said.find("{", max(said.rfind(_END_OF_THOUGHT), 0))
    try:
        found, _ = json.JSONDecoder().raw_decode(said, max(start, 0))
    except (ValueError, RecursionError):
        return None, "it is not valid JSON"
    try:
        return answer.model_validate(found), ""
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        places = ["/".join(map(str, detail["loc"])) or "the whole" for detail in details[:_NAMED_PROBLEMS]]
        kinds = [detail["type"] for detail in details[:_NAMED_PROBLEMS]]
        return None, ", ".join(f"{place}: {kind}" for place, kind in zip(places, kinds, strict=True))
