"""Degrees told from subjects, and grades taken off their rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.reading.degrees import grade_of, split_degree, take_grade
from domain.reading.spans import Span
from schema.profile import Profile


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("BSC HYDROLOGY", ["BSC", "HYDROLOGY"]),
        ("Bachelor of Arts Education", ["Bachelor of Arts", "Education"]),
        ("MASTER OF SCIENCE MARINE BIOLOGY", ["MASTER OF SCIENCE", "MARINE BIOLOGY"]),
        ("M.Sc.: Soil Science", ["M.Sc.", "Soil Science"]),
        ("Bachelor of Science en Geology", ["Bachelor of Science", "Geology"]),
        ("MASTER OF ARTS IN HISTORY", ["MASTER OF ARTS", "HISTORY"]),
        ("BSc (Hons) Physics", ["BSc (Hons)", "Physics"]),
        ("Master's Degree Economics", ["Master's Degree", "Economics"]),
        ("Doctor of Philosophy Chemistry", ["Doctor of Philosophy", "Chemistry"]),
        ("Diplom Forstwirtschaft", ["Diplom", "Forstwirtschaft"]),
        ("Licencjat – Ekonomia", ["Licencjat", "Ekonomia"]),
        ("林学本科", ["林学", "本科"]),
    ],
)
def test_a_degree_ends_where_its_subject_begins(text: str, parts: list[str]) -> None:
    """A faculty and honours belong to the degree; the words behind it are the subject, with or without a sign."""
    assert [part.text for part in split_degree(Span(text, 0))] == parts


@pytest.mark.parametrize(
    "text",
    [
        "Bachelor of Science",
        "Bachelor of Arts and Sciences",
        "High School Diploma",
        "Master of Forestry",
        "Soil Science",
    ],
)
def test_a_degree_alone_stays_whole(text: str) -> None:
    """A faculty is no subject, nor is a text without a degree cut."""
    assert [part.text for part in split_degree(Span(text, 0))] == [text]


@pytest.mark.parametrize(
    ("text", "rest", "grade"),
    [
        ("Silvicultura (8.25)", "Silvicultura", "8.25"),
        ("BSc, Geology, GPA: 3.8/4.0", "BSc, Geology", "3.8/4.0"),
        ("Diplom Chemie, Note: 1,7", "Diplom Chemie", "1,7"),
        ("Diploma - Joinery GPA:", "Diploma - Joinery", None),
        ("BSc Physics Grade A", "BSc Physics", "A"),
        ("Geology 3.6/4", "Geology", "3.6/4"),
        ("High School Grade 12", "High School Grade 12", None),
        ("Educación Media", "Educación Media", None),
        ("Geology (2020)", "Geology (2020)", None),
    ],
)
def test_a_grade_is_taken_off_its_row(text: str, rest: str, grade: str | None) -> None:
    """Figures in brackets and behind a label are grades; years, and the number of a class, are not."""
    span, found = take_grade(Span(text, 0))
    assert (span.text, found and found.text) == (rest, grade)


def test_a_row_of_its_own_is_a_grade() -> None:
    """A label and a figure are a grade, other labels are not."""
    grade = grade_of(Span("CGPA: 8.4 / 10", 0))
    assert grade is not None
    assert grade.text == "8.4 / 10"
    assert grade_of(Span("Pages: 84", 0)) is None


def test_a_grade_behind_the_subject_is_the_score(read: Callable[[str], Profile]) -> None:
    """The subject is clean and the grade is read, with and without a dash that nothing follows."""
    profile = read(
        "Ansel Quibb\nansel@example.com\nEducation\nUniversity of Arvendale\n2015 – 2018\n"
        "Master of Science - Soil Science (1.3)\n\nLarkmoor College\n2012 – 2015\nDiploma -"
    )
    first, second = profile.education
    assert (first.study_type, first.area, first.score) == ("Master of Science", "Soil Science", "1.3")
    assert (second.study_type, second.area, second.score) == ("Diploma", None, None)
