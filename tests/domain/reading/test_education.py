"""Courses of study: institution, degree and subject told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schema.profile import Profile


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "Master in Hydrology\nUniversity of Arvendale\n2015 – 2018",
            ("Master", "Hydrology", "University of Arvendale"),
        ),
        ("2015 – 2018\nDiplom: Chemie\nHochschule Muldental", ("Diplom", "Chemie", "Hochschule Muldental")),
        ("Universidad de Valclaro\nGrado, Historia\n2015 – 2018", ("Grado", "Historia", "Universidad de Valclaro")),
        ("BSc Hydrology — Arvendale College\n2015 – 2018", ("BSc", "Hydrology", "Arvendale College")),
    ],
)
def test_degree_subject_and_school(read: Callable[[str], Profile], rows: str, expected: tuple[str, str, str]) -> None:
    """The parts are found in any order and with any separator."""
    study = read(f"Ansel Quibb\nansel@example.com\nEducation\n{rows}").education[0]
    assert (study.study_type, study.area, study.institution) == expected
    assert (study.start_date, study.end_date) == ("2015", "2018")


def test_a_grade_belongs_to_its_course(read: Callable[[str], Profile]) -> None:
    """A grade below the first course is not the second's."""
    profile = read(
        "Ansel Quibb\nansel@example.com\nEducation\nMSc, Hydrology\nUniversity of Arvendale\n2015 – 2018\n"
        "GPA: 3.8/4.0\nBSc, Geology\nLarkmoor College\n2012 – 2015"
    )
    assert [study.score for study in profile.education] == ["3.8/4.0", None]
    assert [study.institution for study in profile.education] == ["University of Arvendale", "Larkmoor College"]


def test_subjects_stay_with_their_entries_where_the_last_has_none(read: Callable[[str], Profile]) -> None:
    """Dates open the section, so that they open every entry: a subject is not the first row of the next."""
    profile = read(
        "Ansel Quibb\nansel@example.com\nEducation\n2015 – 2018\nUniversity of Arvendale\nMSc\nHydrology\n"
        "2012 – 2015\nLarkmoor College\nBSc\nSoil Science\n2009 – 2012\nUniversity of Pellworth\nDiploma"
    )
    assert [(study.study_type, study.area) for study in profile.education] == [
        ("MSc", "Hydrology"),
        ("BSc", "Soil Science"),
        ("Diploma", None),
    ]


@pytest.mark.parametrize("word", ["Present", "heute", "Aujourd'hui", "actualidad"])
def test_a_course_that_goes_on_needs_no_other_date(read: Callable[[str], Profile], word: str) -> None:
    """A row of nothing but `Present` closes an entry as a year does; no date is made of it."""
    profile = read(
        f"Ansel Quibb\nansel@example.com\nEducation\nMaster of Arts\nHydrology\nUniversity of Arvendale\n{word}\n"
        "B.Sc.\nSoil Science\nLarkmoor College\n2012"
    )
    assert [(s.study_type, s.area, s.institution, s.start_date, s.end_date) for s in profile.education] == [
        ("Master of Arts", "Hydrology", "University of Arvendale", None, None),
        ("B.Sc.", "Soil Science", "Larkmoor College", None, "2012"),
    ]
