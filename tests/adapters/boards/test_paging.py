"""Lists in pages end where they should, and say when they do not."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.boards.paging import Pages, all_pages
from schema.errors import SourceError


async def read(pages: list[list[Any]], totals: list[object], most: int = 10, size: int = 1) -> tuple[Pages, list[int]]:
    """What comes of some pages, and the offsets asked for."""
    offsets: list[int] = []

    async def ask(offset: int) -> tuple[list[Any], object]:
        number = len(offsets)
        offsets.append(offset)
        return (pages[number] if number < len(pages) else []), totals[min(number, len(totals) - 1)]

    return await all_pages(ask, most=most, size=size), offsets


async def test_the_total_ends_the_list() -> None:
    """Also where only the first page says it."""
    found, offsets = await read([[1, 2], [3]], [3, 0])
    assert (found.rows, found.complete, found.notes) == ([1, 2, 3], True, [])
    assert offsets == [0, 2]


async def test_without_a_total_an_empty_page_does() -> None:
    """A board that never says how many there are is read to its end."""
    found, offsets = await read([[1, 2], [3, 4]], [None])
    assert (found.rows, found.complete) == ([1, 2, 3, 4], True)
    assert offsets == [0, 2, 4]


async def test_no_rows_are_a_whole_list_of_none() -> None:
    """What that means is for others to judge."""
    found, offsets = await read([], [0])
    assert (found.rows, found.complete, offsets) == ([], True, [0])


async def test_a_limit_or_an_early_end_is_told() -> None:
    """Half a list is marked as half."""
    cut, _ = await read([[1], [2], [3]], [9], most=2)
    assert (cut.complete, cut.notes) == (False, ["2 of 9 postings were read; none counts as gone"])
    open_end, _ = await read([[1], [2], [3]], [None], most=2)
    assert (open_end.complete, open_end.notes) == (False, ["2 postings were read; none counts as gone"])
    short, _ = await read([[1], []], [2])
    assert not short.complete


async def test_the_same_page_again_is_a_fault() -> None:
    """A board that ignores offsets would be read for ever."""
    with pytest.raises(SourceError):
        await read([[1, 2], [1, 2]], [9])


async def test_a_short_page_is_the_last_where_pages_are_full() -> None:
    """It saves the call for the empty one."""
    found, offsets = await read([[1, 2], [3]], [None], size=2)
    assert (found.rows, found.complete, offsets) == ([1, 2, 3], True, [0, 2])
