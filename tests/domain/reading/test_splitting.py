"""Sections whose headings no lexicon knows, and sections without one."""

from __future__ import annotations

from collections.abc import Callable

from domain.reading.sections import rows_of
from domain.reading.splitting import split_sections
from schema.document import Document, Line, document_of
from schema.profile import Profile

STRANGE = {
    "Experience": "Where the days went", "Education": "Benches I sat on", "Skills": "In my satchel",
    "Languages": "Talking", "Certificates": "On stamped paper", "Summary": "So who is this",
}  # fmt: skip


def strange(text: str) -> str:
    """A text with other headings."""
    return "\n".join(STRANGE.get(line, line) for line in text.split("\n"))


def test_a_resume_without_a_known_heading_is_read(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Roles, courses and languages are those of the same résumé with usual headings."""
    usual, unusual = read(texts["en"]), read(strange(texts["en"]))
    assert [work.name for work in unusual.work] == [work.name for work in usual.work]
    assert [course.institution for course in unusual.education] == [course.institution for course in usual.education]
    assert [each.language for each in unusual.languages] == [each.language for each in usual.languages]
    assert {word for group in unusual.skills for word in group.keywords} >= {"Python", "Docker"}


def test_a_bold_employer_is_no_section(document: Callable[[str], Document]) -> None:
    """What stands under it is of the section it stands in."""
    lines = [("Ansel Fitch", True), ("ansel@fitch.example.org", False), ("Experience", True), ("Stave Ltd", True),
             ("Cooper", False), ("2018 – 2020", False), ("Lathe and Sons", True), ("Turner", False),
             ("2015 – 2018", False), ("Education", True), ("Ripley College", False),
             ("Diploma in Woodwork", False)]  # fmt: skip
    page = document_of(
        [Line(text=text, start=0, end=0, size=10, bold=bold) for text, bold in lines], format="pdf", engine="test"
    )
    sections = split_sections(rows_of(page))
    assert [section.kind for section in sections] == ["header", "work", "education"]


def test_a_heading_broken_by_a_narrow_column_is_one() -> None:
    """`Professional` / `Experience` in one look opens a section once."""
    texts = [("Ansel Fitch", 18), ("ansel@fitch.example.org", 10), ("Professional", 14), ("Experience", 14),
             ("Cooper, Stave Ltd", 10), ("2018 – 2020", 10)]  # fmt: skip
    page = document_of(
        [Line(text=text, start=0, end=0, size=size) for text, size in texts], format="pdf", engine="test"
    )
    sections = split_sections(rows_of(page))
    assert [section.kind for section in sections] == ["header", "work"]
    assert [row.text for row in sections[1].rows] == ["Cooper, Stave Ltd", "2018 – 2020"]


def test_a_section_without_heading_is_found(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Its rows are told from those of the section before it."""
    profile = read("\n".join(line for line in texts["en"].split("\n") if line != "Experience"))
    assert [work.name for work in profile.work] == ["Quillmark Freight Ltd", "Pellworth Labs"]
    assert [course.institution for course in profile.education] == ["University of Arvendale"]


def _sized(*rows: tuple[str, float]) -> Document:
    """Rows in type of some size, set bold above 10 points."""
    lines = [Line(text=text, start=0, end=0, size=size, bold=size > 10) for text, size in rows]
    return document_of(lines, format="pdf", engine="test")


def test_groups_of_skills_that_are_named_like_sections_stay_in_the_list() -> None:
    """They are smaller than the heading, and as the other groups; names of the reader's languages are a section."""
    rows = [("Ansel Fitch", 20), ("Skills", 14), ("Rigging", 11), ("Knots", 9), ("Splicing", 9), ("Activities", 11),
            ("Sea shanties", 9), ("Practices", 11), ("Watch keeping", 9), ("Languages", 11), ("German", 9),
            ("Education", 14), ("Ripley College", 9)]  # fmt: skip
    sections = split_sections(rows_of(_sized(*[(text, float(size)) for text, size in rows])))
    assert [section.kind for section in sections] == ["header", "skills", "languages", "education"]
    assert sections[1].rows[-1].text == "Watch keeping"


def test_an_unknown_heading_in_the_style_of_the_others_opens_what_its_words_tell() -> None:
    """`Knacks and Skills` is no heading of the lexicon; `skills` in it tells."""
    rows = [("Ansel Fitch", 20), ("Experience", 14), ("Deckhand, Pellworth Shipping", 9), ("2012 – 2020", 9),
            ("Education", 14), ("Ripley College", 9), ("Knacks and Skills", 14), ("Watch: Radar, Log keeping", 9),
            ("Languages", 14), ("German", 9)]  # fmt: skip
    sections = split_sections(rows_of(_sized(*[(text, float(size)) for text, size in rows])))
    assert [(s.kind, s.heading.text) for s in sections if s.heading and s.kind == "skills"] == [
        ("skills", "Knacks and Skills")
    ]
