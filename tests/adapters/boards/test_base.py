"""What all boards share: bytes to JSON that can be stored, rows to a result."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest

from adapters.boards.base import MAX_PROBLEMS, parse_json, read_rows
from adapters.boards.jsonld import EntryError
from schema.errors import SourceError
from schema.jobs import FetchState, Posting


def test_what_no_json_column_holds_is_taken_out() -> None:
    """Numbers without an end are unknown; NUL and halves of pairs go, whole pairs and names of properties stay."""
    assert parse_json(b'{"a": 1e999, "b": NaN, "c": -Infinity, "d": 1.5}') == {
        "a": None,
        "b": None,
        "c": None,
        "d": 1.5,
    }
    assert parse_json(rb'{"x\u0000": ["a\u0000b", "\ud83d\ude80", "\ud83d half"]}') == {"x": ["ab", "🚀", " half"]}
    assert parse_json(b'"a\xed\xa0\x80b"') == "ab"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xef\xbb\xbf\n<!doctype html>", b"{", b"[" * 99_999, b"\xff\xfe", b"1" * 9999]
)
def test_anything_else_is_a_fault(body: bytes) -> None:
    """Web pages, half answers, depths and numbers without end."""
    with pytest.raises(SourceError):
        parse_json(body)


def to_posting(row: object) -> Posting:
    """Odd rows are bad."""
    if not isinstance(row, int) or row % 2:
        raise EntryError("it is odd")
    return Posting(external_id=str(row), title="T", company="C")


async def test_rows_become_a_result_with_notes() -> None:
    """Bad and repeated rows are counted by number; notes join the problems, and all of them are bounded."""
    result = await read_rows(
        [2, 3, 4, 2], to_posting, FetchState(), FetchState(etag="e"), complete=False, notes=["more"]
    )
    assert [posting.external_id for posting in result.postings] == ["2", "4"]
    assert result.problems == ["entry 2: it is odd", "entry 4: its id stands on an earlier entry", "more"]
    assert (result.skipped, result.complete, result.state) == (2, False, FetchState(etag="e", last_rows=2))
    many = await read_rows([2, *[1] * 99], to_posting, FetchState(), FetchState())
    assert (len(many.problems), many.skipped) == (MAX_PROBLEMS, 99)


async def test_nothing_usable_is_a_fault() -> None:
    """All rows bad, or none where some stood."""
    with pytest.raises(SourceError, match="None of the 2 entries"):
        await read_rows([1, 3], to_posting, FetchState(), FetchState())
    with pytest.raises(SourceError, match="5 postings stood"):
        await read_rows([], to_posting, FetchState(last_rows=5), FetchState())


def test_a_large_answer_is_decoded_in_bounded_memory() -> None:
    """An emoji somewhere does not cost four bytes for every letter of the board."""
    rows = [{"title": f"Baker {number} 🥖", "text": f"{number} loaves. " * 400} for number in range(500)]
    body = json.dumps(rows, ensure_ascii=False).encode()
    tracemalloc.start()
    try:
        assert parse_json(body) == rows
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.6 * len(body)


def test_endless_numbers_are_found_in_linear_time() -> None:
    """Long runs of digits are looked at once."""
    body = b"[" + b",".join([b"7" * 299] * 20_000) + b"]"
    started = time.perf_counter()
    assert len(parse_json(body)) == 20_000
    assert time.perf_counter() - started < 5
