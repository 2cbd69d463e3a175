"""What is measured on rows."""

from __future__ import annotations

import time

import numpy as np
import pytest

from domain.reading.row_features import BASE, KINDS, NAMES, features, known_kinds
from domain.reading.sections import Row, rows_of
from schema.document import Line, document_of

LINES = (
    Line(text="Ansel Fitch", start=0, end=0, size=20, bold=True, x0=40, x1=160),
    Line(text="ansel@fitch.example.org", start=0, end=0, size=10, x0=40, x1=170),
    Line(text="EXPERIENCE", start=0, end=0, size=10, bold=True, x0=40, x1=120),
    Line(text="Cooper\t2018 – present", start=0, end=0, size=10, x0=40, x1=540),
    Line(text="• Makes casks, tubs and barrels.", start=0, end=0, size=10, x0=60, x1=300),
)


def rows(*lines: Line) -> list[Row]:
    """Rows of a page."""
    return rows_of(document_of(list(lines), format="pdf", engine="test"))


def column(name: str) -> list[float]:
    """One feature of the rows of `LINES`."""
    page = rows(*LINES)
    return [float(value) for value in features(page, known_kinds(page))[:, NAMES.index(name)]]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("size", [2, 1, 1, 1, 1]), ("bold", [1, 0, 1, 0, 0]), ("upper", [0, 0, 1, 0, 0]), ("mail", [0, 1, 0, 0, 0]),
        ("range", [0, 0, 0, 1, 0]), ("bullet", [0, 0, 0, 0, 1]), ("sentence", [0, 0, 0, 0, 1]),
        ("tabs", [0, 0, 0, 1, 0]), ("kind", [0, 0, KINDS.index("work") + 1, 0, 0]),
        ("section", [0, 0, 3, 3, 3]), ("bold-1", [-1, 1, 0, 1, 0]), ("bullet+1", [0, 0, 0, 1, -1]),
    ],
)  # fmt: skip
def test_a_feature_is_what_it_says(name: str, values: list[float]) -> None:
    """Look, words, neighbours and the known heading above."""
    assert column(name) == pytest.approx(values)


def test_an_unknown_lexicon_changes_headings_alone() -> None:
    """Without kinds, only what is about known headings is gone: so the labeller can learn without them."""
    page = rows(*LINES)
    known, unknown = features(page, known_kinds(page)), features(page, [0] * len(page))
    changed = {NAMES[at] for at in np.flatnonzero((known != unknown).any(axis=0))}
    assert changed == {"kind", "section", "section_far", "next_kind", "next_far", "heads"}


def test_all_columns_have_a_name_of_their_own() -> None:
    """A table of one row has them all."""
    page = rows(LINES[0])
    assert features(page, [0]).shape == (1, len(NAMES))
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[: len(BASE)] == BASE


@pytest.mark.parametrize("text", ["1" * 50_000, "(" * 50_000, "a." * 25_000, "2019 " * 10_000, "- " * 25_000 + "x"])
def test_long_lines_take_no_time(text: str) -> None:
    """No pattern goes back and forth over a line that a hostile file made."""
    begun = time.process_time()
    page = rows(Line(text=f"x {text}", start=0, end=0))
    features(page, known_kinds(page))
    assert time.process_time() - begun < 2
