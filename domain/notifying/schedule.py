"""The moment at which what was gathered for a person is due, by the clock on that person's wall.

An hour that the clock skips counts as the moment after the skip; an hour that it shows twice counts the first time.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schema.notifications import WEEKDAYS, DeliveryPreferences, QuietHours

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def next_due(wishes: DeliveryPreferences, now: datetime, *, zone: ZoneInfo | None = None) -> datetime:
    """The first moment at or after `now` (both aware; the answer is UTC) at which a message may go out.

    Instant messages are due now, digests at their next hour, strictly after now; what falls into quiet hours waits
    until they end. `zone` overrides that of the wishes.
    """
    zone = zone or wishes.zone()
    due = _scheduled(wishes, now.astimezone(UTC), zone)
    return _end_of_quiet(wishes.quiet_hours, due, zone) if wishes.quiet_hours else due


def is_quiet(quiet: QuietHours, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall shows a time between start and end."""
    shown = moment.astimezone(zone).time()
    if quiet.start < quiet.end:
        return quiet.start <= shown < quiet.end
    return shown >= quiet.start or shown < quiet.end


def _scheduled(wishes: DeliveryPreferences, now: datetime, zone: ZoneInfo) -> datetime:
    if wishes.frequency == "instant":
        return now
    if wishes.frequency == "hourly":
        return _next_full_hour(now, zone)
    today = now.astimezone(zone).date()
    day = today
    # a skipped day moves its hour to the day after, so yesterday's may still be ahead; a week and a day are enough
    for offset in range(-1, 9):
        day = today + offset * _DAY
        if wishes.frequency == "weekly" and WEEKDAYS[day.weekday()] != wishes.weekday:
            continue
        moment = _moment(datetime.combine(day, time(wishes.hour)), zone)
        if moment > now:
            return moment
    raise AssertionError("every weekday comes within eight days")


def _next_full_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """The next moment after now when the local minute hand stands at twelve."""
    moment = now
    while True:
        shown = moment.astimezone(zone)
        passed = timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
        moment += _HOUR - passed
        # a shift by half an hour on the way leaves the hand elsewhere
        if moment.astimezone(zone).minute == 0:
            return moment


def _end_of_quiet(quiet: QuietHours, due: datetime, zone: ZoneInfo) -> datetime:
    if not is_quiet(quiet, due, zone):
        return due
    today = due.astimezone(zone).date()
    ends = (
        _moment(datetime.combine(today + offset * _DAY, quiet.end), zone, fold=fold)
        for offset in (0, 1, 2)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > due and not is_quiet(quiet, end, zone))


def _moment(shown: datetime, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """UTC of a local time: `fold` 1 is the second of two, and a time that is skipped is the end of the skip."""
    moment = shown.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == shown:
        return moment
    # by the offsets before and after the skip the time lies on both sides of it
    before, after = (shown.replace(tzinfo=zone, fold=side).astimezone(UTC) for side in (1, 0))
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after.replace(microsecond=0)
