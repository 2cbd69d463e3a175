"""Sizes, indents and joints."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import get_args
from uuid import UUID

import pytest

from domain.page.look import DOCX_SIZES, FOOTER, PDF_SIZES, Kind, footer, glue, indents, reads_one_way


@pytest.mark.parametrize("sizes", [PDF_SIZES, DOCX_SIZES])
def test_every_kind_has_a_size_of_its_own(sizes: dict[Kind, float]) -> None:
    """The size is what tells a kind; documents give it with one decimal."""
    assert set(sizes) == set(get_args(Kind))
    assert len({round(size, 1) for size in sizes.values()}) == len(sizes)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_indents_can_be_told_apart(kind: Kind, first: bool) -> None:
    """A bullet's first line is told by its mark, and a first paragraph by what stands above it."""
    places = indents(kind, first=first)
    shared = {"start"} if kind == "bullet" or (kind == "text" and first) else set()
    distinct = sorted(place for joint, place in places.items() if joint not in shared)
    assert all(b - a >= 10 for a, b in pairwise(distinct))


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [("a", "b", " "), ("数", "据", ""), ("数", "a", " "), ("数", "。", " "), ("「", "数", " "), ("데", "이", " ")],
)
def test_lines_are_joined_as_their_characters_say(before: str, after: str, between: str) -> None:
    """Only characters that may be parted anywhere have no blank between."""
    assert glue(before, after) == between


def test_the_footer_is_recognised_with_its_page() -> None:
    """As the PDF has it, in two pieces, and as Word has it, in one."""
    text = footer(UUID(int=7), datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    assert FOOTER.fullmatch(f"{text}\tPage 1 of 12")
    assert FOOTER.fullmatch(f"{text} · Page 1 of 1")
    assert not FOOTER.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "clear"), [("Łódź 2020", True), ("شركة النورس", True), ("2020 – present · القاهرة", False)]
)
def test_lines_with_two_readings_are_known(text: str, clear: bool) -> None:
    """Digits and Latin words side by side change places within Arabic."""
    assert reads_one_way(text) is clear
