"""JSON from strangers: one object, within bounds that no résumé needs, of values that can be kept.

Values that cannot be kept everywhere (PostgreSQL and UTF-8 know neither NUL nor half a surrogate pair) are cleaned;
values that nothing can keep (NaN, numbers beyond a double) are refused.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from schema.errors import DocumentTooComplex, InvalidResumeData

MAX_JSON_BYTES = 5 * 1024 * 1024
_MAX_DEPTH = 32
_MAX_VALUES = 50_000
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def load_object(text: str) -> tuple[dict[str, Any], list[str]]:
    """The object a JSON text holds, and what had to be repaired in it, in words without any of its values.

    Raises InvalidResumeData when it is not JSON or not an object, DocumentTooComplex when it is larger, deeper or has
    more values than any résumé.
    """
    reader = _Reader()
    if len(text) > MAX_JSON_BYTES:
        raise _too_complex("is larger")
    if text.count("[") + text.count("{") > 2 * _MAX_VALUES:  # looked at before anything is built of them
        raise _too_complex("holds more values")
    try:
        loaded = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=reader.object,
            parse_constant=reader.refused,
            parse_float=reader.number,
        )
    except RecursionError:
        raise _too_complex("is nested deeper") from None
    except ValueError as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidResumeData(f"The file is not valid JSON{where}; export it again") from None
    if not isinstance(loaded, dict):
        raise InvalidResumeData("The file holds no JSON object; send a JSON Resume document")
    return reader.kept(loaded), reader.repairs


def pointer_token(key: str) -> str:
    """One token of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


class _Reader:
    """Counts while it reads, so that a bomb ends early, and collects what it repaired."""

    def __init__(self) -> None:
        self._values = 0
        self._repairs: dict[str, None] = {}

    @property
    def repairs(self) -> list[str]:
        """Each kind of repair once."""
        return list(self._repairs)

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """The members of an object; of a key that stands twice the last counts, as everywhere in JSON."""
        self._count(len(pairs))
        members = dict(pairs)
        if len(members) < len(pairs):
            self._repairs["A key stood twice in one object; its last value was taken"] = None
        return members

    def number(self, text: str) -> float:
        """A number that a double can hold."""
        value = float(text)
        return value if math.isfinite(value) else self.refused(text)

    def refused(self, _: str) -> float:
        """NaN and the infinities are no JSON, whatever some writers think."""
        raise ValueError

    def kept(self, value: Any, depth: int = 1) -> Any:
        """The value with characters and at a depth that can be kept."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict | list) and depth > _MAX_DEPTH:
            raise _too_complex("is nested deeper")
        if isinstance(value, dict):
            return {self._text(key): self.kept(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list):
            self._count(len(value))
            return [self.kept(inner, depth + 1) for inner in value]
        return value

    def _text(self, text: str) -> str:
        cleaned = _UNKEEPABLE.sub("", text)
        if cleaned != text:
            self._repairs["Characters that cannot be stored were dropped"] = None
        return cleaned

    def _count(self, values: int) -> None:
        self._values += values
        if self._values > _MAX_VALUES:
            raise _too_complex("holds more values")


def _too_complex(how: str) -> DocumentTooComplex:
    return DocumentTooComplex(f"The file {how} than any résumé; send the résumé alone")
