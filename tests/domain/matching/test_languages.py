"""Languages and their levels as people write them."""

from __future__ import annotations

import pytest

from domain.matching.languages import BASIC, FLUENT, NATIVE, WORKING, language_code, level_in, named_languages


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Inglés", "en"), ("tiếng Anh", "en"), ("German (C1)", "de"), ("Angielski", "en"), ("英語", "en"),
        ("pt", "pt"),
        ("Mandarin Chinese", "zh"), ("język niemiecki", "de"),
        ("Deutschkenntnisse", "de"), ("Klingon", None), ("", None),
    ],
)  # fmt: skip
def test_names_give_codes(name: str, code: str | None) -> None:
    """Names in many languages, with additions, give ISO 639-1."""
    assert language_code(name) == code


def test_languages_are_found_in_a_sentence() -> None:
    """In order, once each, and not inside other words."""
    found = [code for code, _ in named_languages("Fluent English, gute Deutschkenntnisse; English again; polish-ed")]
    assert found[:2] == ["en", "de"]
    assert named_languages("Spanishville") == []


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Native", NATIVE), ("Muttersprache", NATIVE), ("C1", FLUENT), ("courant", FLUENT), ("流利", FLUENT),
        ("B2", WORKING),         ("very good", FLUENT), ("good", WORKING), ("podstawowy", BASIC), ("A2", BASIC),
        ("Native or bilingual proficiency", NATIVE), ("Full professional proficiency", FLUENT),
        ("Professional working proficiency", WORKING), ("Limited working proficiency", WORKING),
        ("Elementary proficiency", BASIC), ("proficiency", FLUENT),
        ("kompetent", None), (None, None),
    ],
)  # fmt: skip
def test_levels(words: str | None, level: int | None) -> None:
    """Words and CEFR grades stand on one scale; other words say nothing."""
    assert level_in(words) == level
