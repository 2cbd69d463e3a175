"""Spoken languages and how well they are spoken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.evidence import Ledger
from domain.reading.sections import Row, rows_of
from domain.reading.spoken_languages import part_languages, read_languages
from schema.document import Line, document_of
from schema.profile import Profile

Read = Callable[[str], Profile]


def rows(*texts: str) -> list[Row]:
    """Rows without places."""
    return rows_of(document_of([Line(text=t, start=0, end=0) for t in texts], format="txt", engine="test"))


def spoken(*texts: str) -> list[tuple[str | None, str | None]]:
    """(language, words for the level) of some rows."""
    return [(x.language, x.fluency) for x in read_languages(rows(*texts), Ledger("rules"))]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("English (native)", ("English", "native")),
        ("Deutsch – C1", ("Deutsch", "C1")),
        ("Deutsch: verhandlungssicher in Wort und Schrift", ("Deutsch", "verhandlungssicher in Wort und Schrift")),
        ("Fluent in Spanish", ("Spanish", "Fluent in")),
        ("język angielski: B2+", ("angielski", "B2+")),
        ("日本語能力試験N1", None),
        ("日本語 N1", ("日本語", "N1")),
        ("英語（TOEIC 820）", ("英語", "TOEIC 820")),
        ("普通话（母语）", ("普通话", "母语")),
        ("Tiếng Anh - giao tiếp tốt", ("Tiếng Anh", "giao tiếp tốt")),
        ("Mandarin •••○○", ("Mandarin", None)),
        ("Chinese (HSK 5)", ("Chinese", "HSK 5")),
        ("Basque", ("Basque", None)),
        ("Kotlin (advanced)", None),
    ],
)
def test_a_language_and_its_level(row: str, found: tuple[str, str | None] | None) -> None:
    """Levels by CEFR, by tests of one language and by words of nine languages; marks are no level."""
    assert spoken(row) == ([found] if found else [])


def test_levels_may_stand_below() -> None:
    """A row of a level belongs to the language above; the same language twice is one."""
    assert spoken("English", "native", "German", "B1", "English") == [("English", "native"), ("German", "B1")]


def test_many_languages_in_a_row() -> None:
    """Commas, semicolons and tabs part languages; a comma in brackets does not."""
    found = spoken("English (native), German (good, written and spoken); French\tPolish")
    assert [language for language, _ in found] == ["English", "German", "French", "Polish"]


def test_languages_are_parted_from_skills() -> None:
    """Two languages, or one with a level, are languages; a lone word is not."""
    taken, left = part_languages(rows("Rigging", "English, German (B2)", "Splicing"))
    assert ([r.text for r in taken], [r.text for r in left]) == (["English, German (B2)"], ["Rigging", "Splicing"])
    assert [r.text for r in part_languages(rows("Rigging", "English, German"))[0]] == ["English, German"]
    assert part_languages(rows("Rigging", "Polish"))[0] == []


def test_languages_listed_among_skills_are_no_skills(read: Read) -> None:
    """Without a section of their own they are still languages."""
    profile = read("Ansel Quibb\nansel@example.com\nSkills\nRigging, Splicing\nEnglish (native)\nGerman (B2)")
    assert [x.language for x in profile.languages] == ["English", "German"]
    assert [k for s in profile.skills for k in s.keywords] == ["Rigging", "Splicing"]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_values_are_in_the_text(texts: list[str]) -> None:
    """Whatever stands there, every language and level is a piece of it."""
    whole = " ".join(" ".join(texts).split())
    for language, fluency in spoken(*texts):
        assert language is not None
        assert " ".join(language.split()) in whole
        assert fluency is None or " ".join(fluency.split()) in whole
