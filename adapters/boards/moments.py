"""Moments as boards write them, in RFC 3339: a date stays a date, a time becomes UTC, nonsense is unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from adapters.boards.jsonld_values import as_moment

_DAYS_AGO = re.compile(r"\b(\d{1,3})\s+days?\s+ago\b", re.IGNORECASE)


def from_milliseconds(value: object) -> str | None:
    """Milliseconds since 1970."""
    return _from_epoch(value, 1000)


def from_seconds(value: object) -> str | None:
    """Seconds since 1970."""
    return _from_epoch(value, 1)


def _from_epoch(value: object, per_second: int) -> str | None:
    """None outside of what a posting can mean (2000 to 2100), which also tells seconds from milliseconds."""
    if isinstance(value, str) and re.fullmatch(r"\d{9,13}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    seconds = value / per_second
    return datetime.fromtimestamp(seconds, UTC).isoformat() if 946_684_800 <= seconds < 4_102_444_800 else None


def from_mail_date(value: str) -> str | None:
    """`Tue, 03 Nov 2026 10:00:00 +0100`, the form of RSS."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def from_words_in_utc(value: str) -> str | None:
    """`2026-11-01 10:00:00 UTC`, and any ISO form."""
    return as_moment(re.sub(r"^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) UTC$", r"\1T\2+00:00", value.strip()))


def days_ago(words: str, today: date) -> str | None:
    """`Posted Today`, `Posted 3 Days Ago` seen on a day; None for `30+ Days Ago`, which names no day."""
    text = words.strip().lower()
    if text.endswith("yesterday"):
        return (today - timedelta(days=1)).isoformat()
    if text.endswith("today"):
        return today.isoformat()
    found = _DAYS_AGO.search(text)
    return (today - timedelta(days=int(found[1]))).isoformat() if found else None
