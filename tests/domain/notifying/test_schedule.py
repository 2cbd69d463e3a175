"""When a message is due, by the clock on somebody's wall, through both changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.notifying import is_quiet, next_due
from schema.notifications import DeliveryPreferences, QuietHours

PRAGUE = ZoneInfo("Europe/Prague")
NIGHT = QuietHours(start=time(22), end=time(7))


def at(text: str, zone: ZoneInfo = PRAGUE, *, fold: int = 0) -> datetime:
    """A moment by a local clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def wishes(**given: object) -> DeliveryPreferences:
    """Preferences in Prague unless said otherwise."""
    return DeliveryPreferences.model_validate({"time_zone": "Europe/Prague", **given})


def test_instant_is_now() -> None:
    """Outside of quiet hours nothing waits."""
    now = at("2026-11-20T12:34:56")
    assert next_due(wishes(), now) == now
    assert next_due(wishes(quiet_hours=NIGHT), now) == now


@pytest.mark.parametrize(
    ("now", "due"),
    [("2026-11-20T22:00", "2026-11-21T07:00"), ("2026-11-21T06:59:59", "2026-11-21T07:00"),
     ("2026-11-20T21:59:59", "2026-11-20T21:59:59"), ("2026-11-21T07:00", "2026-11-21T07:00")],
)  # fmt: skip
def test_an_instant_message_waits_until_quiet_hours_end(now: str, due: str) -> None:
    """Over midnight; the end itself is not quiet."""
    assert next_due(wishes(quiet_hours=NIGHT), at(now)) == at(due)


@pytest.mark.parametrize(
    ("given", "now", "due"),
    [
        ({"frequency": "hourly"}, "2026-11-20T12:00", "2026-11-20T13:00"),
        ({"frequency": "hourly"}, "2026-11-20T12:59:59", "2026-11-20T13:00"),
        ({"frequency": "daily", "hour": 8}, "2026-11-20T07:59", "2026-11-20T08:00"),
        ({"frequency": "daily", "hour": 8}, "2026-11-20T08:00", "2026-11-21T08:00"),
        ({"frequency": "daily", "hour": 0}, "2026-12-31T23:59", "2027-01-01T00:00"),
        ({"frequency": "weekly", "hour": 8, "weekday": "monday"}, "2026-11-20T12:00", "2026-11-23T08:00"),
        ({"frequency": "weekly", "hour": 8, "weekday": "friday"}, "2026-11-20T07:00", "2026-11-20T08:00"),
        ({"frequency": "weekly", "hour": 8, "weekday": "friday"}, "2026-11-20T08:00", "2026-11-27T08:00"),
        ({"frequency": "daily", "hour": 3, "quiet_hours": NIGHT}, "2026-11-20T12:00", "2026-11-21T07:00"),
        ({"frequency": "hourly", "quiet_hours": NIGHT}, "2026-11-20T21:30", "2026-11-21T07:00"),
    ],
)
def test_digests_are_due_at_their_hour(given: dict[str, object], now: str, due: str) -> None:
    """Strictly after now, and not in quiet hours."""
    assert next_due(wishes(**given), at(now)) == at(due)


def test_an_hour_that_the_clock_skips_comes_once_at_the_end_of_the_skip() -> None:
    """02:00 does not exist on 29 March 2026 in Prague: the digest is due at 03:00, and next at 02:00 a day later."""
    daily = wishes(frequency="daily", hour=2)
    first = next_due(daily, at("2026-03-28T12:00"))
    assert first == at("2026-03-29T03:00") == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert next_due(daily, first) == at("2026-03-30T02:00")


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    """02:00 comes twice on 25 October 2026 in Prague: due at the first, and between the two not again."""
    daily = wishes(frequency="daily", hour=2)
    first = next_due(daily, at("2026-10-24T12:00"))
    assert first == at("2026-10-25T02:00", fold=0) == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert next_due(daily, first) == at("2026-10-26T02:00")
    assert next_due(daily, at("2026-10-25T02:30", fold=0)) == at("2026-10-26T02:00")


@pytest.mark.parametrize(("now", "hours"), [("2026-03-28T22:30", 8.5 - 1), ("2026-10-24T22:30", 8.5 + 1)])
def test_the_night_of_a_change_is_shorter_or_longer(now: str, hours: float) -> None:
    """Quiet hours end by the clock on the wall, not after so many hours."""
    due = next_due(wishes(quiet_hours=NIGHT), at(now))
    assert due - at(now) == timedelta(hours=hours)


def test_quiet_hours_that_end_in_a_skip_end_with_it() -> None:
    """02:30 does not exist that night: at 03:00 the quiet is over, not at 03:30."""
    quiet = QuietHours(start=time(1), end=time(2, 30))
    assert next_due(wishes(quiet_hours=quiet), at("2026-03-29T01:15")) == at("2026-03-29T03:00")


def test_quiet_hours_that_come_twice_hold_twice() -> None:
    """In the second 02:15 the wall shows a quiet time again, which ends with the second 02:30."""
    quiet = QuietHours(start=time(2), end=time(2, 30))
    again = at("2026-10-25T02:15", fold=1)
    assert is_quiet(quiet, again, PRAGUE)
    assert next_due(wishes(quiet_hours=quiet), again) == at("2026-10-25T02:30", fold=1)


def test_hourly_digests_follow_a_zone_of_half_hours() -> None:
    """The hand stands at twelve half an hour later than in UTC; a shift by half an hour moves it."""
    assert next_due(
        wishes(frequency="hourly", time_zone="Asia/Kolkata"), datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    ) == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    due = next_due(wishes(frequency="hourly", time_zone="Australia/Lord_Howe"), at("2026-10-04T01:45", lord_howe))
    assert due.astimezone(lord_howe).minute == 0


def test_the_zone_of_the_account_stands_in() -> None:
    """Preferences without a zone use the account's; what is no zone counts as UTC."""
    plain = DeliveryPreferences()
    assert plain.zone("Europe/Prague").key == "Europe/Prague"
    assert plain.zone("the moon").key == "UTC"
    assert plain.zone(None).key == "UTC"
    assert wishes().zone("Asia/Tokyo").key == "Europe/Prague"


@settings(max_examples=300, deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo",
                     "America/Santiago", "Pacific/Apia", "UTC"]),
    st.sampled_from(["instant", "hourly", "daily", "weekly"]),
    st.integers(0, 23),
    st.tuples(st.integers(0, 23), st.sampled_from([0, 30]), st.integers(1, 23)),
)  # fmt: skip
def test_due_is_never_past_never_quiet_and_never_far(
    now: datetime, zone: str, frequency: str, hour: int, quiet: tuple[int, int, int]
) -> None:
    """Anywhere, at any time of the year: not before now, not in quiet hours, at most a period and a night away."""
    start = time(quiet[0], quiet[1])
    hours = QuietHours(start=start, end=time((quiet[0] + quiet[2]) % 24, quiet[1]))
    given = wishes(frequency=frequency, hour=hour, time_zone=zone, quiet_hours=hours)
    due = next_due(given, now)
    assert due >= now
    assert not is_quiet(hours, due, ZoneInfo(zone))
    assert due - now <= {"instant": timedelta(0), "hourly": timedelta(hours=2)}.get(
        frequency, timedelta(days=8)
    ) + timedelta(hours=25)
