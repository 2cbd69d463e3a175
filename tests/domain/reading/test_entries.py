"""Entries keep their dates and their rows, whatever the arrangement."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.education import read_education
from domain.reading.entries import split_entries
from domain.reading.evidence import Ledger
from domain.reading.experience import read_work
from domain.reading.gutter import unfold
from domain.reading.sections import Row, rows_of
from schema.document import Document, Line, document_of
from schema.profile import Work
from tests.domain.reading.entry_pages import page_of_jobs


def jobs_of(document: Document) -> tuple[list[Work], Ledger]:
    """The jobs of a document that is nothing but a work section."""
    ledger = Ledger("rules")
    return read_work(unfold(rows_of(document), document.text), document.text, ledger), ledger


def text_of(*rows: str) -> Document:
    """A document without places or type."""
    return document_of([Line(text=row, start=0, end=0) for row in rows], format="txt", engine="test")


def summary(*rows: str) -> list[tuple[str | None, str | None, str | None, str | None, int]]:
    """Role, employer, start, end and number of highlights of each job."""
    found, _ = jobs_of(text_of(*rows))
    return [(w.position, w.name, w.start_date, w.end_date, len(w.highlights)) for w in found]


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_dates_never_change_precision_or_owner(random: Random) -> None:
    """Random jobs in random forms and layouts come back with their own dates, no more and no less precise."""
    page = page_of_jobs(random)
    found, ledger = jobs_of(page.document)
    assert [(w.start_date, w.end_date) for w in found] == [(job.start, job.end) for job in page.jobs]
    for job, work in zip(page.jobs, found, strict=True):
        assert job.company.split()[0] in f"{work.name} {work.position}"
    for pointer, evidence in ledger.found.items():
        assert page.document.text[evidence.start : evidence.end] == evidence.quote, pointer


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_bullets_stay_with_their_job(random: Random) -> None:
    """Every job has exactly the bullets that stand below its head."""
    page = page_of_jobs(random)
    found, _ = jobs_of(page.document)
    assert [len(work.highlights) for work in found] == [job.lines for job in page.jobs]


def test_the_layout_of_the_other_entries_decides_a_doubtful_one() -> None:
    """A row between two dates belongs to the entry that it completes as the others are."""
    assert summary(
        "2019-02 – 2021-03", "Clerk — Marchpane Trading", "2016-01 – 2019-01", "Porter — Quillmark Hotel",
        "2014-05 – 2015-12", "Sorter — Pellworth Post", "Sorted the mail of three districts by hand.",
    ) == [
        ("Clerk", "Marchpane Trading", "2019-02", "2021-03", 0),
        ("Porter", "Quillmark Hotel", "2016-01", "2019-01", 0),
        ("Sorter", "Pellworth Post", "2014-05", "2015-12", 1),
    ]  # fmt: skip


def test_roles_under_one_employer() -> None:
    """An employer named once is the employer of all roles below it."""
    assert summary(
        "Marchpane Trading Ltd", "Senior Clerk\t2019-02 – present", "• Ran the desk.",
        "Clerk\t2016-01 – 2019-01", "• Sorted the mail.",
        "Pellworth Hospital", "Porter\t2014-05 – 2015-12", "• Moved beds.",
    ) == [
        ("Senior Clerk", "Marchpane Trading Ltd", "2019-02", None, 1),
        ("Clerk", "Marchpane Trading Ltd", "2016-01", "2019-01", 1),
        ("Porter", "Pellworth Hospital", "2014-05", "2015-12", 1),
    ]  # fmt: skip


def test_condensed_lines_are_entries() -> None:
    """Several jobs on one line behind `Earlier:` are one entry each."""
    assert summary(
        "Clerk, Marchpane Trading Ltd, 2019 – 2021", "• Sorted the mail.",
        "Earlier: Porter, Pellworth Hospital (2014–2018); Cook, Tarnwick Kitchen (2010–2013)",
    ) == [
        ("Clerk", "Marchpane Trading Ltd", "2019", "2021", 1),
        ("Porter", "Pellworth Hospital", "2014", "2018", 0),
        ("Cook", "Tarnwick Kitchen", "2010", "2013", 0),
    ]  # fmt: skip


def test_dates_in_prose_begin_no_entry() -> None:
    """A range inside a sentence is part of what was done."""
    assert summary(
        "Clerk, Marchpane Trading Ltd", "2019 – 2021",
        "Moved the archive between 2019 and 2020 into the new building with four colleagues.",
        "Grew sales from 2019 to 2020 by a third",
    ) == [("Clerk", "Marchpane Trading Ltd", "2019", "2021", 2)]  # fmt: skip


def test_a_row_broken_in_a_narrow_column_is_one_head() -> None:
    """A bracket that closes in the next row, and a row that begins small, belong to the row above."""
    assert summary(
        "Head of the Purchasing Office / Marchpane Trading and", "Distribution Ltd (2019 –", "2021)", "• Bought paper."
    ) == [("Head of the Purchasing Office", "Marchpane Trading and Distribution Ltd", "2019", "2021", 1)]


def test_entries_without_any_dates() -> None:
    """Heads below body text begin entries."""
    rows: list[Row] = rows_of(text_of("Reading room", "Lent 40 books a week.", "Map room", "Drew the maps anew."))
    assert [(e.heads[0].span.text, len(e.body)) for e in split_entries(rows, lambda _: 0.0)] == [
        ("Reading room", 1),
        ("Map room", 1),
    ]


def test_a_head_of_many_pieces_is_cut_short() -> None:
    """More pieces than a head has are no reason to fail."""
    assert len(summary("Clerk, Marchpane, Hull, York, Leeds, Bath, Kent, Rye, Deal, Ely, Diss, 2019 – 2021")) == 1


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.text("Aa ,.|–-•\t()&年月2019/ÉŁ至今:", max_size=40), max_size=12))
def test_any_rows_give_an_answer(rows: list[str]) -> None:
    """No rows make the splitter fail, and every quote is the text at its span."""
    document = text_of(*rows)
    _, ledger = jobs_of(document)
    assert all(document.text[e.start : e.end] == e.quote for e in ledger.found.values())


def test_an_employer_whose_legal_form_ends_in_dots() -> None:
    """`Sp. z o.o.` ends no sentence: the row names the employer of the roles below it."""
    assert summary("Marchpane Pumps Sp. z o.o.", "Konstruktor\t09/2021 – 03/2024", "• Prowadzenie dokumentacji.") == [
        ("Konstruktor", "Marchpane Pumps Sp. z o.o.", "2021-09", "2024-03", 1)
    ]


def test_heads_beside_a_column_of_dates() -> None:
    """What stands right of the dates is not taken for indented body text."""
    rows = [("2016 – 2018", 40), ("Larkmoor College", 110), ("MSc", 110), ("Hydrology", 110)]
    rows += [("2013 – 2016", 40), ("University of Arvendale", 110), ("BSc", 110), ("Geology", 110)]
    lines = [
        Line(text=text, start=0, end=0, x0=x, x1=x + 80, y0=20.0 * n, y1=20.0 * n + 9, size=9)
        for n, (text, x) in enumerate(rows)
    ]
    document = document_of(lines, format="pdf", engine="test")
    studies = read_education(unfold(rows_of(document), document.text), Ledger("rules"))
    assert [(s.institution, s.study_type, s.area) for s in studies] == [
        ("Larkmoor College", "MSc", "Hydrology"),
        ("University of Arvendale", "BSc", "Geology"),
    ]
