"""Figures of reading, from readings that are made up."""

from __future__ import annotations

from typing import Any

import pytest

from eval.corpus import Corpus, ResumeFile
from eval.figures import Part
from eval.parsing import measure, score_readings
from eval.reading import Reading
from schema.document import Line, document_of
from schema.profile import Profile


def true_reading(corpus: Corpus, row: ResumeFile) -> Reading:
    """A reader that makes no mistake in values, and shows no evidence."""
    text = corpus.text(row)
    document = document_of([Line(text=text, start=0, end=0)], format=row.format, engine="t")
    return Reading(row, document, Profile.model_validate(corpus.truth(row)))


def figures(part: Part) -> dict[str, float]:
    """Name → value."""
    return {figure.name: figure.value for figure in part.figures}


def rows(part: Part, title: str) -> list[Any]:
    """The rows of a table."""
    return list(next(table.rows for table in part.tables if table.title == title))


@pytest.fixture
def part(small_corpus: Corpus) -> Part:
    """All but the scan read without a mistake, one of them differently elsewhere."""
    readings = [
        Reading(row, refused="needs_ocr") if row.scanned else true_reading(small_corpus, row)
        for row in small_corpus.resumes
    ]
    elsewhere = {reading.row.file: reading.digest for reading in readings}
    elsewhere[readings[0].row.file] = "other"
    return measure(small_corpus, score_readings(small_corpus, readings), elsewhere)


def test_reading_without_a_mistake_scores_one(part: Part) -> None:
    """A refused scan costs recall in the figures that count it, and nothing in the others."""
    found = figures(part)
    assert found["macro F1 without scans"] == found["format txt"] == found["text recall txt"] == 1
    assert found["field name"] == pytest.approx(2 * 0.8 / 1.8, abs=1e-4)
    assert [value for name, value in found.items() if name.startswith("layout scan")] == [0]


def test_values_without_evidence_are_counted(part: Part) -> None:
    """Right values, but no word of where they were read."""
    assert figures(part)["values without evidence"] == rows(part, "Evidence")[0][1] > 100


def test_a_profile_that_differs_elsewhere_is_named(part: Part, small_corpus: Corpus) -> None:
    """By its file."""
    assert figures(part)["profiles that differ in a second process"] == 1
    assert rows(part, "The same again")[1] == ("differing", 1, small_corpus.resumes[0].file)


def test_refusals_are_listed_with_their_reason(part: Part) -> None:
    """So that nobody takes a refusal for a bad reading."""
    assert "1 needs_ocr" in part.tables[0].note


def test_the_rows_of_a_group_name_its_weakest_fields(part: Part) -> None:
    """Where to look first; none where all is right."""
    assert [(row[0], row[2], row[3]) for row in rows(part, "By scanned")] == [
        ("no", 1.0, ""),
        ("yes", 0.0, "name 0.00, email 0.00, phone 0.00"),
    ]


def test_leave_one_out_tables_say_that_nothing_is_trained(small_corpus: Corpus) -> None:
    """Plain figures per group, and no more is claimed."""
    readings = [true_reading(small_corpus, row) for row in small_corpus.resumes]
    part = measure(small_corpus, score_readings(small_corpus, readings), {}, left_out=True)
    table = next(table for table in part.tables if table.title == "Leave one layout out")
    assert "rules have nothing to leave out" in table.note
    assert [row[1] for row in table.rows] == [1.0, 1.0, 1.0]
