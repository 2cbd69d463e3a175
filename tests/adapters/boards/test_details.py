"""One more call a posting: bounded, in order, and never at the cost of what was read."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.boards import details
from adapters.boards.details import MAX_DETAILS, Detailed, Listed, detail_limit, with_details
from adapters.boards.fields import identifier
from schema.errors import SourceError, SourceUnknown, Unprocessable
from schema.jobs import FetchState, SourceConfig

ROWS = [{"id": str(number)} for number in range(5)]


class Pages:
    """Answers for pages, and who was asked."""

    def __init__(self, failing: dict[str, Exception] | None = None) -> None:
        self.asked: list[str] = []
        self.failing = failing or {}

    async def __call__(self, row: Any) -> Any:
        """The page of a row, or its failure."""
        self.asked.append(row["id"])
        if error := self.failing.get(row["id"]):
            raise error
        return {"of": row["id"]}


async def read(
    pages: Pages, rows: list[Any] | None = None, limit: int = 10, described: tuple[str, ...] = ()
) -> Detailed:
    """All rows with what their pages say."""
    before = FetchState(described=list(described))
    return await with_details(
        ROWS if rows is None else rows, lambda row: identifier(row, "id"), pages, limit=limit, before=before
    )


async def test_all_rows_stay_in_order_with_their_pages() -> None:
    """One call each, up to the limit."""
    pages = Pages()
    found = await read(pages, limit=2)
    assert pages.asked == ["0", "1"]
    assert found.rows[:3] == [Listed(ROWS[0], {"of": "0"}), Listed(ROWS[1], {"of": "1"}), Listed(ROWS[2])]
    assert len(found.rows) == 5


async def test_the_limit_is_spent_on_what_is_new() -> None:
    """Described rows cost nothing, so that a large board is whole after some refreshes."""
    pages = Pages()
    await read(pages, limit=2, described=("0", "1", "3"))
    assert pages.asked == ["2", "4"]


async def test_a_vanished_posting_stops_nobody() -> None:
    """404 is about this one."""
    pages = Pages({"1": SourceUnknown("gone")})
    found = await read(pages)
    assert pages.asked == ["0", "1", "2", "3", "4"]
    assert found.rows[1].detail is None
    assert found.notes == []


async def test_any_other_failure_ends_the_asking_not_the_fetch() -> None:
    """A host that wants to be left alone is left alone; what was read stands."""
    pages = Pages({"2": SourceError("The source answered 429.", http_status=429)})
    found = await read(pages)
    assert pages.asked == ["0", "1", "2"]
    assert [row.detail is not None for row in found.rows] == [True, True, False, False, False]
    assert found.notes == ["descriptions after 2 calls: The source answered 429."]


async def test_rows_without_an_id_are_not_asked_for() -> None:
    """They are told of when they are read."""
    pages = Pages()
    found = await read(pages, [None, {}, {"id": "7"}])
    assert pages.asked == ["7"]
    assert len(found.rows) == 3


async def test_the_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow board gives its list, and some descriptions each time."""
    monkeypatch.setattr(details, "SECONDS", 0.0)
    pages = Pages()
    found = await read(pages)
    assert pages.asked == []
    assert len(found.rows) == 5


def test_the_limit_is_an_option() -> None:
    """Within bounds."""
    source = SourceConfig(kind="workday", location="x")
    assert detail_limit(source, 60) == 60
    assert detail_limit(source.model_copy(update={"options": {"details": " 0 "}}), 60) == 0
    with pytest.raises(Unprocessable):
        detail_limit(source.model_copy(update={"options": {"details": str(MAX_DETAILS + 1)}}), 60)
