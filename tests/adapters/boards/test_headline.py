"""One line that says a whole posting."""

from __future__ import annotations

import pytest

from adapters.boards.headline import Headline, read_headline


@pytest.mark.parametrize(
    ("line", "company", "title", "places", "workplace"),
    [
        ("Acorn | Botanist | Kyoto, Japan | Onsite", "Acorn", "Botanist", ("Kyoto, Japan",), "onsite"),
        ("Acorn | Kyoto, Japan | Lead Botanist | Onsite", "Acorn", "Lead Botanist", ("Kyoto, Japan",), "onsite"),
        ("Acorn (YC W99) | REMOTE (US) | SRE", "Acorn", "SRE", ("REMOTE (US)",), "remote"),
        ("Acorn | Multiple roles | Remote or Onsite | Paris", "Acorn", "Multiple roles", ("Paris",), "unknown"),
        ("Acorn - https://acorn.example | Designer | Hybrid, Oslo", "Acorn", "Designer", ("Hybrid, Oslo",), "hybrid"),
        ("Acorn | Engineer | acorn.example/jobs | VISA | Lima", "Acorn", "Engineer", ("Lima",), "unknown"),
        ("Acorn | Engineer | Designer | Lima", "Acorn", "Engineer", ("Lima",), "unknown"),
    ],
)
def test_parts_are_told_by_what_they_look_like(
    line: str, company: str, title: str, places: tuple[str, ...], workplace: str
) -> None:
    """The company comes first, the rest in any order; a place of work alone is no place."""
    found = read_headline(line)
    assert found is not None
    assert (found.company, found.title, found.places, found.workplace) == (company, title, places, workplace)


def test_kinds_of_employment_pay_and_an_address() -> None:
    """Each is a part of its own; the address may stand anywhere."""
    assert read_headline(
        "Acorn (https://acorn.example/jobs) | Engineer | Full-time, Contract | $90k - $120k"
    ) == Headline(
        company="Acorn",
        title="Engineer",
        employment=("contract", "full_time"),
        pay="$90k - $120k",
        address="https://acorn.example/jobs",
    )


@pytest.mark.parametrize("line", ["", "|", "Acorn", "Acorn | Remote", "| Engineer", "Is this | remote", "Acorn | $1"])
def test_talk_is_no_posting(line: str) -> None:
    """Without a company and a role there is none."""
    assert read_headline(line) is None


def test_a_line_without_end_costs_nothing() -> None:
    """Parts are bounded, and so is the work on each."""
    assert read_headline("Acorn | Engineer" + " | x" * 100_000) is not None
    assert read_headline("Acorn | " + "a." * 20_000 + " | Engineer") is not None
