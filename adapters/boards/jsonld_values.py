"""JSON-LD values: each may be absent, a scalar, an object with a name, or a list of these."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

_NUMBER = re.compile(r"\d[\d.,\u00a0 ]*")


def as_list(value: object) -> list[Any]:
    """No value, one value or several, as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def as_text(value: object) -> str | None:
    """The words of a text, of a named thing, or of the first of several."""
    for item in as_list(value):
        if isinstance(item, dict):
            item = item.get("name") or item.get("@value") or item.get("description")  # noqa: PLW2901  its words
        if isinstance(item, (str, int)) and not isinstance(item, bool) and str(item).strip():
            return str(item).strip()
    return None


def first_of(value: object, *keys: str) -> object:
    """The first of these properties that an object, or the first object of a list, has."""
    for item in as_list(value):
        if isinstance(item, dict):
            found = next((item[key] for key in keys if item.get(key) not in (None, "", [], {})), None)
            if found is not None:
                return found
    return None


def as_web_address(value: object) -> str | None:
    """The first text if it is an http(s) address."""
    text = next((item for item in as_list(value) if isinstance(item, str)), "").strip()
    return text if re.match(r"https?://[^\s/]+", text) and len(text) <= 2000 else None


def as_number(value: object, *, zero_is_known: bool = False) -> float | None:
    """A non-negative number also out of `"1,500.00"` or `"1.500 €"`; 0 is unknown unless said otherwise."""
    if isinstance(value, str):
        found = _NUMBER.findall(value)
        # Two numbers are a range in words: which one would be a guess.
        if len(found) != 1:
            return None
        digits = re.sub(r"[\u00a0 ]", "", found[0]).rstrip(".,")
        digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
        value = float(digits) if digits.count(".") <= 1 else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
        return None
    return float(value) if value or zero_is_known else None


def as_moment(value: object) -> str | None:
    """A date stays a date; a time with a zone becomes UTC; anything else is unknown."""
    text = as_text(value)
    if not text:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.date().isoformat() if moment.tzinfo is None else moment.astimezone(UTC).isoformat()
