"""Lists of skills in their many forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.evidence import Ledger
from domain.reading.sections import rows_of
from domain.reading.skill_lists import read_skills, skills_in_prose
from domain.reading.spans import Span
from schema.document import Line, document_of


def skills(*texts: str) -> list[str]:
    """The skills of some rows."""
    document = document_of([Line(text=t, start=0, end=0) for t in texts], format="txt", engine="test")
    found = read_skills(rows_of(document), document.text, Ledger("rules"))
    return [keyword for group in found for keyword in group.keywords]


@pytest.mark.parametrize("separator", [", ", " | ", " • ", " · ", "; ", "\t", "、", "，", " / "])
def test_separators(separator: str) -> None:
    """Whatever stands between them, skills are items of their own."""
    assert skills(separator.join(["Rigging", "wire splicing", "Knots"])) == ["Rigging", "wire splicing", "Knots"]


@pytest.mark.parametrize(
    "row",
    ["Rigging ★★★☆☆", "Rigging •••○○", "Rigging (80%)", "Rigging – 4/5", "Rigging (advanced)", "Rigging: advanced",
     "Rigging – expert", "Rigging (5 years)", "• Rigging", "Rigging █████░░"],
)  # fmt: skip
def test_levels_are_cut_off(row: str) -> None:
    """Marks, shares, years and words for how well are no part of a skill."""
    assert skills(row, "Knots")[0] == "Rigging"


def test_marks_part_skills_in_one_row() -> None:
    """Marks behind one skill end it, also where they look like bullets."""
    assert skills("Rigging •••○○ Knots •••••") == ["Rigging", "Knots"]


def test_cells_of_a_grid_end_with_their_row() -> None:
    """Skills in columns do not go on in the next row."""
    assert skills("Rigging\twire splicing", "knots\tledger work") == [
        "Rigging",
        "wire splicing",
        "knots",
        "ledger work",
    ]


def test_rows_parted_by_bars_end_with_an_item() -> None:
    """A short row divided by bars is whole; one that ends with a bar goes on."""
    assert skills("Rigging | wire splicing", "knots | ledger work") == [
        "Rigging", "wire splicing", "knots", "ledger work",
    ]  # fmt: skip
    assert skills("Rigging | wire splicing |", "knots") == ["Rigging", "wire splicing", "knots"]


def test_a_hyphen_at_the_end_goes_on() -> None:
    """A compound that wraps at its hyphen is one skill."""
    assert skills("Rope-", "based rescue, Knots") == ["Rope-based rescue", "Knots"]


def test_dates_and_sentences_are_no_skills() -> None:
    """What got into the section from elsewhere stays out."""
    assert skills("Rigging", "2019 – 2021", "Kept the ropes of the whole harbour dry for eleven long years.") == [
        "Rigging"
    ]


def test_single_letters_count_in_a_list_and_not_in_prose() -> None:
    """`C` and `R` are skills only where skills are listed."""
    assert skills("C, R, Python") == ["C", "R", "Python"]
    assert skills_in_prose([Span("Vitamin C, plan R, Python, Docker and Kubernetes.", 0)], Ledger("rules"))
    found = skills_in_prose([Span("Vitamin C, plan R, Python, Docker and Kubernetes.", 0)], Ledger("rules"))
    assert {k for s in found for k in s.keywords} == {"Python", "Docker", "Kubernetes"}


@given(st.lists(st.text(max_size=50), max_size=6))
def test_every_skill_is_in_the_text(texts: list[str]) -> None:
    """Whatever stands there, nothing is made up."""
    document = document_of([Line(text=" ".join(t.split()), start=0, end=0) for t in texts], format="txt", engine="test")
    ledger = Ledger("rules")
    found = read_skills(rows_of(document), document.text, ledger)
    for n, group in enumerate(found):
        for k, keyword in enumerate(group.keywords):
            evidence = ledger.found[f"/skills/{n}/keywords/{k}"]
            assert document.text[evidence.start : evidence.end] == evidence.quote
            assert "".join(keyword.split()) == "".join(evidence.quote.split())
