"""Bounds: recorded a little on the safe side, and every figure has one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from cli.batch import ParseResult
from domain.reading import read_resume
from eval import hostile, parsing, ranking
from eval.corpus import AS_OF, Corpus, HostileFile, ResumeFile
from eval.figures import Bounds, Figure, Part, load_bounds, misses, record
from eval.hidden import add_ways
from eval.hostile import Answer
from eval.reading import Reading
from eval.run import PARTS
from schema.document import Line, document_of
from schema.errors import ConfigurationError


@pytest.mark.parametrize(
    ("figure", "bound"),
    [
        (Figure("share", 0.8877, slack=0.01), 0.87),
        (Figure("share", 0.0, slack=0.01), 0.0),
        (Figure("MB", 549.5, better="less", slack=50), 599.5),
        (Figure("files", 81), 81),
        (Figure("seconds", 0.6, better="less", limit=3), 3),
    ],
)
def test_a_bound_leaves_the_slack(figure: Figure, bound: float) -> None:
    """On the worse side; a demanded limit is the bound whatever is measured."""
    assert figure.bound() == bound


def test_a_figure_beyond_its_bound_is_a_miss() -> None:
    """On the bound it is not; without a bound, or gone, it is; not a number is on no side."""
    bounds: Bounds = {
        "parse": {"good": {"floor": 0.5}, "bad": {"floor": 0.5}, "slow": {"ceiling": 3.0}, "gone": {"floor": 1}}
    }
    part = Part("parse", [Figure("good", 0.5), Figure("bad", 0.49), Figure("slow", 4, "less"), Figure("new", 1)])
    assert [(miss.figure, miss.problem) for miss in misses(part, bounds)] == [
        ("bad", "is 0.49, its floor is 0.5"),
        ("slow", "is 4, its ceiling is 3"),
        ("new", "has no floor: record it"),
        ("gone", "is recorded, but was not measured"),
    ]
    assert misses(Part("parse", [Figure("good", math.nan)]), {"parse": {"good": {"floor": 0.0}}})


def test_what_a_system_cannot_measure_is_not_missed() -> None:
    """Only what the part itself names."""
    part = Part("hostile", unmeasurable=["memory"])
    assert misses(part, {"hostile": {"memory": {"ceiling": 1.0}}}) == []


def test_recorded_bounds_are_read_back(tmp_path: Path) -> None:
    """Beside what was measured; parts that did not run keep theirs."""
    file = tmp_path / "floors.toml"
    record([Part("parse", [Figure("layout a:b", 0.9351, slack=0.01)]), Part("match", [Figure("mrr", 1.0)])], file)
    record([Part("parse", [Figure("seconds", 0.5, "less", limit=3)])], file)
    assert load_bounds(file) == {
        "parse": {"seconds": {"ceiling": 3, "measured": 0.5}},
        "match": {"mrr": {"floor": 1, "measured": 1}},
    }


def test_a_loosened_bound_is_told(tmp_path: Path) -> None:
    """A lower floor and a higher ceiling; tighter, equal and new ones are not."""
    file = tmp_path / "floors.toml"
    record([Part("parse", [Figure("a", 0.9), Figure("b", 3, "less"), Figure("c", 0.5), Figure("d", 0.5)])], file)
    now = [Figure("a", 0.8), Figure("b", 4, "less"), Figure("c", 0.6), Figure("d", 0.5), Figure("new", 0.1)]
    assert [(loose.figure, loose.problem) for loose in record([Part("parse", now)], file)] == [
        ("a", "was bound to 0.9, is bound to 0.8 now"),
        ("b", "was bound to 3, is bound to 4 now"),
    ]


def test_bounds_that_cannot_be_read_are_a_message(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(ConfigurationError, match="--record"):
        load_bounds(tmp_path / "none.toml")


def _as_seen(corpus: Corpus, row: ResumeFile) -> Reading:
    """A reading of what a reader sees in a file: some figures are made of documents."""
    lines = [Line(text=line, start=0, end=0) for line in corpus.text(row).splitlines()]
    document = document_of(lines, format=row.format, engine="ocr:eyes" if row.scanned else "eyes")
    return Reading(row, document, read_resume(document, as_of=AS_OF))


def test_the_floors_file_covers_every_figure() -> None:
    """Every figure that the kit makes of this corpus, and no other, whatever the reader makes of the files."""
    corpus = Corpus()
    read = [*[row for row in corpus.resumes if row.format == "txt"][:2], next(r for r in corpus.resumes if r.scanned)]
    readings = [_as_seen(corpus, row) if row in read else Reading(row, refused="none") for row in corpus.resumes]
    scored = parsing.score_readings(corpus, readings)
    row = HostileFile(file="x", reason="", expect="accept")
    answer = Answer(row, ParseResult(file="x", outcome="accept", ms=1, max_rss_mb=1), None, 0.1, 1.0)
    parts = [parsing.measure(corpus, scored, {}), hostile.measure([answer]), ranking.measure(corpus, scored)]
    add_ways(parts[1], [])
    bounds = load_bounds()
    assert [part.name for part in parts] == list(PARTS) == list(bounds)
    for part in parts:
        assert {figure.name for figure in part.figures} == set(bounds[part.name])
        assert len(part.figures) == len(bounds[part.name])


def test_no_recorded_bound_is_beyond_what_was_measured() -> None:
    """A floor over its measurement, or a ceiling under it, was written by mistake."""
    for figures in load_bounds().values():
        for name, bound in figures.items():
            assert bound.get("floor", -math.inf) <= bound["measured"] <= bound.get("ceiling", math.inf), name
