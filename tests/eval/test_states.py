"""The figures about states, from a few real files and from readings that are made up."""

from __future__ import annotations

import pytest

from domain.reading import quality_of, read_resume
from eval.corpus import AS_OF, Corpus, ResumeFile
from eval.figures import Part
from eval.reading import Reading
from eval.states import add_states
from schema.document import Document, Line, document_of
from schema.profile import Profile


def document(row: ResumeFile, text: str) -> Document:
    """A document of a text."""
    lines = [Line(text=line, start=0, end=0) for line in text.split("\n")]
    return document_of(lines, format=row.format, engine="test")


@pytest.fixture
def readings(small_corpus: Corpus) -> list[Reading]:
    """The texts of the corpus as plain documents, by the real reader; the two of one format are of different people."""
    found = []
    for row in small_corpus.resumes:
        read = document(row, small_corpus.text(row))
        found.append(Reading(row, read, read_resume(read, as_of=AS_OF)))
    return found


def figures(readings: list[Reading]) -> dict[str, float]:
    """Name → value."""
    part = Part("parse")
    add_states(part, readings)
    return {figure.name: figure.value for figure in part.figures}


def test_resumes_are_resumes_soup_is_soup_and_two_are_two(readings: list[Reading]) -> None:
    """The figures of the report on real files."""
    found = figures(readings)
    assert found["résumés taken for something else"] == 0
    assert found["shifted letters that pass for words"] == 0
    assert found["two résumés in one file noticed"] > 0


def test_a_resume_that_is_taken_for_something_else_is_counted(readings: list[Reading]) -> None:
    """By its state, whatever the reason."""
    wrong = readings[0]
    assert wrong.profile is not None
    quality_of(wrong.profile).state = "not_a_resume"
    assert figures(readings)["résumés taken for something else"] == 1


def test_profiles_without_a_report_are_left_alone(readings: list[Reading]) -> None:
    """A truth that stands in for a reading has none."""
    bare = [Reading(each.row, each.document, Profile()) for each in readings]
    assert figures(bare) == {}
