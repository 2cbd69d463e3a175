"""Headings, inline cues and years in the prose of postings."""

from __future__ import annotations

import pytest

from domain.matching.posting_text import PostingLine, asked_months, posting_lines


def sections(text: str) -> list[tuple[str, str]]:
    """All lines with their sections."""
    return [(line.section, line.text) for line in posting_lines(text)]


def test_headings_divide_a_posting() -> None:
    """Lines belong to the last heading; an inline heading holds for its own line."""
    text = "We fly kites.\nYour tasks:\n- Fly\nRequirements\n- Wind\nNice to have: Rain\n- Rope\nBenefits:\n- Tea"
    assert sections(text) == [
        ("other", "We fly kites."),
        ("tasks", "Fly"),
        ("must", "Wind"),
        ("nice", "Rain"),
        ("must", "Rope"),
        ("other", "Tea"),
    ]


@pytest.mark.parametrize(
    ("must", "nice"),
    [
        ("Ihr Profil:", "Von Vorteil:"), ("Votre profil", "Un plus :"), ("Requisitos", "Se valorará"),
        ("O que procuramos:", "Diferenciais:"), ("Wymagania", "Mile widziane:"), ("Yêu cầu:", "Ưu tiên"),
        ("任职要求：", "加分项："), ("応募資格", "歓迎スキル"), ("Requisiti", "Gradito:"),
    ],
)  # fmt: skip
def test_headings_of_other_languages(must: str, nice: str) -> None:
    """The same division in each language that résumés are read in."""
    assert sections(f"{must}\n- A1\n{nice}\n- B2") == [("must", "A1"), ("nice", "B2")]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("## Requirements", "must"), ("Requirements & Skills", "must"), ("Essential criteria", "must"),
        ("Anforderungen an dich", "must"), ("Ce que nous recherchons", "must"), ("Requisitos mínimos", "must"),
        ("O que esperamos de você", "must"), ("Nasze wymagania", "must"), ("応募資格（必須）", "must"),
        ("Preferred skills and qualifications", "nice"), ("Das wäre toll", "nice"), ("Requisitos deseables", "nice"),
        ("Será um diferencial", "nice"), ("优先考虑", "nice"), ("あると望ましい", "nice"),
        ("What we offer to our team", "other"), ("Deine Aufgaben bei uns", "tasks"),
    ],
)  # fmt: skip
def test_headings_may_say_more_than_the_name(heading: str, section: str) -> None:
    """In front of a list; the same words inside of a list or of prose are no heading."""
    assert sections(f"{heading}\n- A1") == [(section, "A1")]


def test_only_what_introduces_a_list_is_such_a_heading() -> None:
    """A requirement among others, and a sentence in prose, keep their place."""
    assert sections("Requirements:\n- Essential knots\n- Polish required") == [
        ("must", "Essential knots"),
        ("must", "Polish required"),
    ]
    assert sections("Patience is required here\nWe fly.") == [
        ("other", "Patience is required here"),
        ("other", "We fly."),
    ]


def test_a_requirement_that_is_only_a_plus_is_welcome() -> None:
    """Inline words turn a required line into a welcome one."""
    assert sections("Requirements:\n- Sailing\n- Diving is a plus") == [
        ("must", "Sailing"),
        ("nice", "Diving is a plus"),
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("5+ years of experience", 60), ("2 to 4 years on the job", 24), ("Mindestens 3 Jahre Berufserfahrung", 36),
        ("3-5 ans d'expérience", 36), ("2 năm kinh nghiệm", 24), ("3年以上工作经验", 36), ("5 lat doświadczenia", 60),
        ("You must be 18 years old with experience", None), ("Founded 20 years ago", None),
        ("experience of 1500 years", None), ("At least three years of experience", 36),
        ("Mindestens drei Jahre Berufserfahrung", 36), ("Mínimo de dois anos de experiência", 24),
        ("Có ít nhất hai năm kinh nghiệm", 24), ("三年以上相关经验", 36), ("five (5) years of experience", 60),
        ("18 months of experience", 18), ("A contract of 6 months", None), ("No experience required", 0),
        ("Keine Berufserfahrung nötig", 0), ("未経験歓迎", 0), ("Our company has 25 years of experience", None),
        ("several years of experience", None),
    ],
)  # fmt: skip
def test_years_of_experience(text: str, months: int | None) -> None:
    """The lower end counts; ages and anniversaries are not experience."""
    assert asked_months([PostingLine("other", text)]) == months


def test_years_in_a_welcome_line_are_not_required() -> None:
    """What is nice to have is no minimum."""
    assert asked_months([PostingLine("nice", "10 years of experience")]) is None
