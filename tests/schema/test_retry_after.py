"""The header that says how long to wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schema.retry_after import retry_after_seconds

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("999999999", 86400.0), (None, None), ("", None), ("soon", None),
        ("nan", None),
        ("Fri, 20 Nov 2026 10:01:30 GMT", 90.0), ("Fri, 20 Nov 2026 09:00:00 GMT", 0.0),
    ],
)  # fmt: skip
def test_seconds_and_dates(value: str | None, seconds: float | None) -> None:
    """Seconds and HTTP dates give seconds between 0 and a day; nonsense gives nothing."""
    assert retry_after_seconds(value, NOW) == seconds
