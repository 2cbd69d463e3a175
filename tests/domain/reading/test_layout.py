"""Places and type on the page: headings by their looks, lines that narrow columns break."""

from __future__ import annotations

from datetime import date

from domain.reading import read_resume
from schema.document import Line, document_of
from schema.profile import Profile

_WIDTH = 5.0


def page(*rows: tuple[str, float] | tuple[str, float, bool], left: float = 40) -> Profile:
    """Read rows given as (text, size, bold), one below the other, each as wide as its letters."""
    lines = []
    for n, row in enumerate(rows):
        top = 40.0 + 14 * n
        right = left + _WIDTH * len(row[0])
        bold = len(row) > 2 and bool(row[2])
        at = {"x0": left, "x1": right, "y0": top, "y1": top + 11}
        lines.append(Line(text=row[0], start=0, end=0, size=row[1], bold=bold, **at))
    return read_resume(document_of(lines, format="pdf", engine="test"), as_of=date(2026, 3, 1))


def test_a_name_in_two_rows_of_large_type_is_one_name() -> None:
    """A narrow column breaks long names."""
    profile = page(("Ansel Fitch", 19, True), ("Quibbleton", 19, True), ("ansel.quibbleton@example.com", 10))
    assert profile.basics.name == "Ansel Fitch Quibbleton"


def test_a_head_row_that_had_no_room_goes_on_below() -> None:
    """The first word of the next row did not fit: both rows are one head."""
    profile = page(
        ("Ansel Quibb", 19, True),
        ("ansel@example.com", 10),
        ("Experience", 13, True),
        ("Warehouse Supervisor, Marchpane Distribution", 10),
        ("Partners Ltd", 10),
        ("2019-02 – 2021-03", 10),
        ("• Ran the night shift of the main hall with", 10),
        ("a crew of nine, and trained its three new", 10),
        ("drivers on the narrow aisles of hall two.", 10),
    )
    assert [(w.position, w.name) for w in profile.work] == [
        ("Warehouse Supervisor", "Marchpane Distribution Partners Ltd")
    ]


def test_an_unknown_heading_in_the_style_of_the_others_ends_a_section() -> None:
    """What stands below a heading that no lexicon knows is not taken for the section above."""
    profile = page(
        ("Ansel Quibb", 19, True),
        ("ansel@example.com", 10),
        ("Experience", 13, True),
        ("Clerk, Marchpane Trading Ltd", 10),
        ("2019-02 – 2021-03", 10),
        ("• Sorted the mail.", 10),
        ("Education", 13, True),
        ("MSc, Hydrology", 10),
        ("University of Arvendale", 10),
        ("2015 – 2018", 10),
        ("Skills", 13, True),
        ("Filing, Typing", 10),
        ("Beekeeping", 13, True),
        ("Smoker, Veil", 10),
    )
    assert [k for group in profile.skills for k in group.keywords] == ["Filing", "Typing"]


def test_a_plain_row_is_no_heading_where_headings_stand_out() -> None:
    """The word `Training` or `Education` among plain rows is a value, not a section."""
    profile = page(
        ("Ansel Quibb", 19, True),
        ("ansel@example.com", 10),
        ("Languages", 13, True),
        ("English (native)", 10),
        ("Education", 13, True),
        ("MSc, Hydrology", 10),
        ("University of Arvendale", 10),
        ("2015 – 2018", 10),
        ("Skills", 13, True),
        ("Filing", 10),
        ("Education", 10),
        ("Typing", 10),
    )
    assert {k for group in profile.skills for k in group.keywords} == {"Filing", "Education", "Typing"}
    assert len(profile.education) == 1
