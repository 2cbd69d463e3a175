"""Certificates and publications: one an item, whatever line breaks and dates are between them."""

from __future__ import annotations

from domain.reading.certificates import read_certificates, read_publications
from domain.reading.evidence import Ledger
from domain.reading.sections import rows_of
from schema.document import Line, document_of


def certificates(*texts: str) -> list[tuple[str | None, str | None, str | None]]:
    """(name, issuer, date) of some rows."""
    document = document_of([Line(text=t, start=0, end=0) for t in texts], format="txt", engine="test")
    found = read_certificates(rows_of(document), document.text, Ledger("rules"))
    return [(c.name, c.issuer, c.date) for c in found]


def test_a_name_over_two_lines_is_one_where_others_end_with_a_date() -> None:
    """The row without a date is the beginning of the next one."""
    assert certificates("First Aid at Sea, 2019", "Advanced Rigging and Splicing", "Practitioner, May 2021") == [
        ("First Aid at Sea", None, "2019"),
        ("Advanced Rigging and Splicing Practitioner", None, "2021-05"),
    ]


def test_a_name_over_two_lines_is_one_where_others_begin_with_a_date() -> None:
    """The row without a date is the rest of the one above."""
    assert certificates("2019 First Aid at Sea", "2021 Advanced Rigging", "Practitioner", "2022 Radio Operator") == [
        ("First Aid at Sea", None, "2019"),
        ("Advanced Rigging Practitioner", None, "2021"),
        ("Radio Operator", None, "2022"),
    ]


def test_rows_without_dates_are_items() -> None:
    """Where nothing carries a date, every row is one."""
    assert [name for name, _, _ in certificates("First Aid at Sea", "Radio Operator")] == [
        "First Aid at Sea",
        "Radio Operator",
    ]


def test_bullets_tell_items() -> None:
    """A row below a bullet goes on with it."""
    assert [name for name, _, _ in certificates("• Advanced Rigging", "Practitioner", "• Radio Operator")] == [
        "Advanced Rigging Practitioner",
        "Radio Operator",
    ]


def test_a_connecting_word_ends_no_item() -> None:
    """`… of` goes on in the next line, with or without dates."""
    assert [name for name, _, _ in certificates("Certificate of", "Seamanship", "Radio Operator")] == [
        "Certificate of Seamanship",
        "Radio Operator",
    ]


def test_words_around_the_date_are_no_name() -> None:
    """`issued on` names the date, not the certificate."""
    assert certificates("Radio Operator", "Issued on Feb 2021", "First Aid at Sea, issued on May 2022")[-1] == (
        "First Aid at Sea",
        None,
        "2022-05",
    )


def test_a_rank_behind_a_dash_belongs_to_the_name() -> None:
    """`– Associate` is no issuer; an organisation is."""
    assert certificates("Deck Architect – Associate, 2020", "Radio Operator – Larkmoor Institute, 2021") == [
        ("Deck Architect – Associate", None, "2020"),
        ("Radio Operator", "Larkmoor Institute", "2021"),
    ]


def test_a_sentence_is_no_certificate() -> None:
    """Prose that got into the section stays out."""
    assert certificates("I like to learn new things about ropes every year.") == []


def test_publications_have_a_date() -> None:
    """One per bullet, with the year that stands in it."""
    text = ["• On the strength of hemp, Journal of Ropes, 2019", "• Knots in practice, 2021"]
    document = document_of([Line(text=t, start=0, end=0) for t in text], format="txt", engine="test")
    found = read_publications(rows_of(document), document.text, Ledger("rules"))
    assert [p.release_date for p in found] == ["2019", "2021"]


def test_a_word_for_issued_is_no_part_of_the_name() -> None:
    """It announces the date behind it, in the same row or below."""
    assert certificates("Radio Operator Associate Issued\tJun 2016", "First Aid at Sea Issued\tMay 2018") == [
        ("Radio Operator Associate", None, "2016-06"),
        ("First Aid at Sea", None, "2018-05"),
    ]
    assert certificates("Radio Operator", "Issued Jun 2016", "First Aid at Sea", "Issued May 2018") == [
        ("Radio Operator", None, "2016-06"),
        ("First Aid at Sea", None, "2018-05"),
    ]


def test_dates_in_rows_above_the_names() -> None:
    """Where the list begins with a date alone, each date belongs to the name below."""
    assert certificates("May 2016", "First Aid at Sea", "Apr 2021", "Radio Operator") == [
        ("First Aid at Sea", None, "2016-05"),
        ("Radio Operator", None, "2021-04"),
    ]


def test_a_rank_alone_ends_the_name_above() -> None:
    """No certificate is called by one word for a job; a narrow column broke it off."""
    assert certificates("Certified Harbour Crane", "Operator", "First Aid at Sea") == [
        ("Certified Harbour Crane Operator", None, None),
        ("First Aid at Sea", None, None),
    ]
