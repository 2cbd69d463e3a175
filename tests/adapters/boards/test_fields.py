"""Values of rows: absent, of another type, or there."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.boards.fields import (
    an_object,
    at,
    country_of,
    described,
    identifier,
    place,
    places,
    rows_at,
    text_at,
    texts_at,
    title_at,
    unique,
)
from adapters.boards.jsonld import EntryError
from schema.errors import SourceError
from schema.jobs import JobLocation, PostingSection


def test_a_path_ends_where_nothing_is() -> None:
    """Of several objects on the way the first counts; anything else is nothing."""
    row = {"a": [{"b": {"c": 5}}, {"b": 7}], "t": "text"}
    assert at(row, "a", "b", "c") == 5
    assert at(row, "a", "x", "c") is None
    assert at(row, "t", "x") is None
    assert at([], "a") is None
    assert at(None, "a") is None


def test_words_are_one_line_of_plain_text() -> None:
    """Tags and entities are gone; numbers are words, flags are not."""
    assert text_at({"t": " <b>R&amp;D</b>\n lead "}, "t") == "R&D lead"
    assert text_at({"t": 5}, "t") == "5"
    assert text_at({"t": True}, "t") == ""
    assert texts_at({"t": ["a", None, " ", {"name": "b"}]}, "t") == ["a", "b"]
    assert texts_at({"t": "a"}, "t") == ["a"]


def test_rows_are_a_list_or_a_fault() -> None:
    """An answer of another shape is no empty board."""
    assert rows_at({"jobs": []}, "jobs") == []
    wrong: list[Any] = [None, {}, {"jobs": None}, {"jobs": {}}, "jobs"]
    for payload in wrong:
        with pytest.raises(SourceError):
            rows_at(payload, "jobs")


def test_a_row_needs_an_id_and_a_title() -> None:
    """The first name that has one counts."""
    assert identifier({"id": None, "uuid": 7}, "id", "uuid") == "7"
    for refused in (lambda: identifier({}, "id"), lambda: title_at({"t": " "}, "t"), lambda: an_object([])):
        with pytest.raises(EntryError):
            refused()


def test_countries_are_names_or_codes_in_either_case() -> None:
    """The property says that it is a country."""
    assert [country_of(word) for word in ("pl", "PL", "Poland", "deu", "Freedonia", "")] == [
        "PL", "PL", "PL", "DE", None, None,
    ]  # fmt: skip


def test_a_place_is_told_by_its_parts() -> None:
    """Without a label of its own they are it; the same word twice stands once."""
    assert place("Jersey", "Jersey", "je") == JobLocation(
        raw="Jersey, je", city="Jersey", region="Jersey", country="JE"
    )
    assert place() is None
    assert [each.raw for each in unique([place("B"), None, place("A"), place("b")])] == ["B", "A"]
    assert places(["A", "", "A", "B"], "DE") == [JobLocation(raw="A", country="DE"), JobLocation(raw="B")]


def test_a_description_is_its_parts_and_its_sections() -> None:
    """Parts without text are none; items lose their signs."""
    text, sections = described([("", "<p>Hi</p>"), ("Tasks:", "<ul><li>One</li><li>Two</li></ul>"), ("Empty", " ")])
    assert text == "Hi\n\nTasks:\n- One\n- Two"
    assert sections == [PostingSection(title="Tasks", items=["One", "Two"])]
