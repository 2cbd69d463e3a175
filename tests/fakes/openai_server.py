"""An OpenAI-compatible endpoint on the loopback that answers as a test scripts it.

    with ScriptedOpenAI() as endpoint:
        endpoint.chat.append(rate_limited(retry_after=3))
        endpoint.chat.append(answers({"basics": {"name": "Ada Example"}}))
        client = ModelClient(base_url=endpoint.base_url, ...)

Each call takes the next behaviour of its queue; an empty queue means `default_chat` and `default_embeddings`.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from types import TracebackType
from typing import Any, Self

from tests.fakes.loopback_server import LoopbackServer, Recorded, Reply

Json = dict[str, Any]


Behaviour = Callable[[Json], Reply]
"""From the body of a request to the reply."""

GOOD_ANSWER: Json = {
    "basics": {"name": "Ada Example", "label": "Engineer", "email": "ada@example.org"},
    "work": [
        {"name": "Example Works", "position": "Engineer", "startDate": "2020-01", "highlights": ["Built a bridge"]}
    ],
    "skills": [{"name": "Engineering", "keywords": ["Statics"]}],
    "strengths": [{"text": "Has built a bridge", "evidence": ["/work/0/highlights/0"], "advice": None}],
}


def answers(answer: Json | str, *, prompt_tokens: int = 11, completion_tokens: int = 7) -> Behaviour:
    """A finished answer: a JSON object, or any words."""
    return _completion(answer, usage={"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens})


def truncated(answer: Json) -> Behaviour:
    """The first half of an answer, stopped at the output limit."""
    whole = json.dumps(answer)
    return _completion(whole[: len(whole) // 2], finish_reason="length")


def refused(words: str = "I cannot help with that") -> Behaviour:
    """A refusal in its own field."""
    return _completion(None, refusal=words)


def filtered() -> Behaviour:
    """Stopped by a content filter."""
    return _completion("", finish_reason="content_filter")


def fails(
    status: int, message: str = "scripted failure", *, code: str | None = None, param: str | None = None, **headers: str
) -> Behaviour:
    """An error object with a status; headers are named with `_` for `-`."""
    body = {"error": {"message": message, "type": "scripted", "code": code, "param": param}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: Reply(status, json.dumps(body).encode(), named)


def rate_limited(retry_after: float | str | None = None) -> Behaviour:
    """429, with `Retry-After` if given."""
    headers = {} if retry_after is None else {"Retry_After": str(retry_after)}
    return fails(429, code="rate_limit_exceeded", **headers)


def out_of_quota() -> Behaviour:
    """429 that no waiting heals."""
    return fails(429, code="insufficient_quota")


def rejects(option: str, otherwise: Behaviour) -> Behaviour:
    """400 for a request that carries this option, or this type of `response_format`; others are answered."""

    def reply(request: Json) -> Reply:
        kind = request.get("response_format", {}).get("type")
        if option in request or option == kind:
            param = "response_format" if option == kind else option
            return fails(400, f"Unsupported value: '{param}' of type {option!r}", param=param)(request)
        return otherwise(request)

    return reply


def slowly(seconds: float, behaviour: Behaviour) -> Behaviour:
    """The same, later."""
    return lambda request: replace(behaviour(request), delay=seconds)


def trickles(pause: float, behaviour: Behaviour) -> Behaviour:
    """The same, byte by byte."""
    return lambda request: replace(behaviour(request), pause=pause)


def raw(body: bytes, *, status: int = 200, content_type: str = "application/json") -> Behaviour:
    """These bytes, whatever was asked."""
    return lambda request: Reply(status, body, {"Content-Type": content_type})


def embeds(dimensions: int = 1536, *, shuffled: bool = False, indexed: bool = True) -> Behaviour:
    """A vector per text that depends on the text alone, of the length asked for, else `dimensions`."""

    def reply(request: Json) -> Reply:
        length = request.get("dimensions", dimensions)
        data = [
            {"object": "embedding", "embedding": vector_of(text, length)} | ({"index": at} if indexed else {})
            for at, text in enumerate(request["input"])
        ]
        usage = {"prompt_tokens": len(data), "total_tokens": len(data)}
        body = {"object": "list", "model": request["model"], "data": data[::-1] if shuffled else data, "usage": usage}
        return Reply(body=json.dumps(body).encode())

    return reply


def vector_of(text: str, dimensions: int) -> list[float]:
    """The vector that `embeds` gives for a text: length 1, not zero."""
    stream = hashlib.shake_128(text.encode()).digest(dimensions)
    values = [byte - 127.5 for byte in stream]
    norm = sum(value * value for value in values) ** 0.5
    return [value / norm for value in values]


class ScriptedOpenAI:
    """The endpoint: `chat` and `embeddings` are the queues, `requests` what came in, in order."""

    def __init__(self) -> None:
        self.chat: deque[Behaviour] = deque()
        self.embeddings: deque[Behaviour] = deque()
        self.default_chat: Behaviour = answers(GOOD_ANSWER)
        self.default_embeddings: Behaviour = embeds()
        self.requests: list[Recorded] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = Lock()
        self._server = LoopbackServer(self._respond)

    @property
    def base_url(self) -> str:
        """What to give as OPENAI_BASE_URL."""
        return f"http://127.0.0.1:{self._server.port}/v1"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    def chats(self) -> list[Json]:
        """The bodies of the chat completions that were asked for."""
        return [request.body for request in self.requests if request.path.endswith("/chat/completions")]

    def _respond(self, recorded: Recorded) -> Reply:
        """Record a request, take its behaviour, wait as long as it says."""
        with self._lock:
            self.requests.append(recorded)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            behaviour = self._next(recorded.path)
        try:
            reply = behaviour(recorded.body)
            self._server.stopping.wait(reply.delay)
        finally:
            with self._lock:
                self._at_once -= 1
        return reply

    def _next(self, path: str) -> Behaviour:
        if path.endswith("/chat/completions"):
            return self.chat.popleft() if self.chat else self.default_chat
        if path.endswith("/embeddings"):
            return self.embeddings.popleft() if self.embeddings else self.default_embeddings
        return fails(404, "no such path")


def _completion(
    content: Json | str | None, *, finish_reason: str = "stop", refusal: str | None = None, usage: Json | None = None
) -> Behaviour:
    words = json.dumps(content) if isinstance(content, dict) else content
    message = {"role": "assistant", "content": words, "refusal": refusal}

    def reply(request: Json) -> Reply:
        body = {
            "id": "chatcmpl-scripted",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        } | ({"usage": usage | {"total_tokens": sum(usage.values())}} if usage else {})
        return Reply(body=json.dumps(body).encode())

    return reply
