"""Natural where it can be read back, labelled where it cannot."""

from __future__ import annotations

import pytest

from domain.page.forms import COURSE, NOTHING, SKILL, WHEN, Form, pair, taken

JOB = pair("position", "name", {"position": "Position", "name": "Employer"})
BADGE = pair("name", "issuer", {"name": "Name", "issuer": "Issuer", "date": "Date"}, "date")


@pytest.mark.parametrize(
    ("form", "values", "lines"),
    [
        (JOB, {"position": "Clerk", "name": "Pier"}, ["Clerk — Pier"]),
        (JOB, {"position": "Clerk"}, ["Clerk"]),
        (JOB, {"name": "Pier"}, ["Employer: Pier"]),
        (JOB, {"position": "Clerk", "name": "Pier — Nine"}, ["Clerk", "Employer: Pier — Nine"]),
        (JOB, {"position": "Head — Sales", "name": "Pier"}, ["Position: Head — Sales", "Employer: Pier"]),
        (JOB, {"position": NOTHING}, ["Position: —"]),
        (JOB, {}, []),
        (BADGE, {"name": "Rope", "issuer": "Guild", "date": "2020-05"}, ["Rope — Guild (2020-05)"]),
        (BADGE, {"name": "Rope (2019)"}, ["Name: Rope (2019)"]),
        (COURSE, {"studyType": "MSc", "area": "Law", "institution": "School"}, ["MSc, Law — School"]),
        (COURSE, {"studyType": "MSc"}, ["Degree: MSc"]),
        (SKILL, {"name": "Data", "level": "expert", "keywords": "SQL, R"}, ["Data (expert): SQL, R"]),
        (SKILL, {"keywords": "SQL, R"}, ["Keywords: SQL, R"]),
        (WHEN, {"startDate": "2020-01", "location": "Porto"}, ["2020-01 – present · Porto"]),
        (WHEN, {"endDate": "2020"}, ["2020"]),
        (WHEN, {"location": "2020"}, ["Location: 2020"]),
        (WHEN, {"startDate": "2020", "location": "القاهرة"}, ["2020 – present", "Location: القاهرة"]),
    ],
)
def test_every_line_gives_its_values_back(form: Form, values: dict[str, str], lines: list[str]) -> None:
    """What is printed, and that reading it gives what was printed."""
    assert form.lines(values) == lines
    found = [taken(form.read(line), line) or {} for line in lines]
    assert {key: value for line in found for key, value in line.items()} == values


@pytest.mark.parametrize("text", ["2020-13 – present", "spring", "2020 – now", "Colour: red"])
def test_other_lines_are_not_dates(text: str) -> None:
    """Months end with twelve, and an open end has one name."""
    assert WHEN.read(text) is None
