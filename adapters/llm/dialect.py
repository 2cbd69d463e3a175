"""What endpoints differ in: which options of a call they take. Found out by asking for the best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Literal

import openai

AnswerFormat = Literal["json_schema", "json_object", "text"]

_WEAKER: dict[AnswerFormat, AnswerFormat] = {"json_schema": "json_object", "json_object": "text"}
_REFUSALS = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_IMPLEMENTED}


@dataclass(frozen=True, slots=True)
class Dialect:
    """The options that a call is made with: how the form of the answer is asked for, and whether at temperature 0."""

    format: AnswerFormat = "json_schema"
    temperature: bool = True

    def parameters(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Arguments of the call beside model and messages."""
        chosen: dict[str, Any] = {"temperature": 0} if self.temperature else {}
        if self.format == "json_schema":
            named = {"name": "answer", "strict": True, "schema": schema}
            chosen["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.format == "json_object":
            chosen["response_format"] = {"type": "json_object"}
        return chosen

    def without_what_is_refused(self, error: Exception) -> Dialect | None:
        """The next weaker dialect if the endpoint refused one of our options, else None."""
        if self.temperature and refuses(error, "temperature"):
            return replace(self, temperature=False)
        if self.format in _WEAKER and refuses(error, "response_format", "json_schema", "json_object"):
            return replace(self, format=_WEAKER[self.format])
        return None


def refuses(error: Exception, *options: str) -> bool:
    """Whether the endpoint turned the request down and named one of these options."""
    if not isinstance(error, openai.APIStatusError) or error.status_code not in _REFUSALS:
        return False
    said = f"{error.param} {error.message}"
    return any(option in said for option in options)
