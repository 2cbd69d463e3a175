"""Our own CSV out and in again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exporting import export
from domain.importing.table import read_table
from schema.errors import InvalidResumeData
from schema.profile import Profile
from tests.domain.importing.conftest import Import, ToDocument, to_document
from tests.interchange import JSON_RESUME, as_json

JOB, MOMENT = UUID("01931f2e-7a00-7c00-8000-00000000abcd"), datetime(2026, 1, 31, tzinfo=UTC)


def as_csv(profile: Profile) -> bytes:
    """The export."""
    return export(profile, "csv", job_id=JOB, generated_at=MOMENT).content


def said(value: Any) -> Any:
    """What a table can say: texts, and nothing that is empty."""
    if isinstance(value, dict):
        return {key: inner for key, each in value.items() if (inner := said(each)) not in ({}, [], None)}
    if isinstance(value, list):
        return [said(each) for each in value]
    return value if isinstance(value, str) or value is None else str(value).lower()


def test_an_export_comes_back_with_every_text(bring: Import, document: ToDocument) -> None:
    """Under the same paths, unknown ones too; what we said about it is said anew, not read."""
    first = bring(as_json(JSON_RESUME), "json")
    again = bring(as_csv(first), "csv")
    before, after = first.to_json_resume(), again.to_json_resume()
    ours, theirs = before.pop("meta")["vitaeflow"], after.pop("meta")["vitaeflow"]
    assert said(after) == said(before)
    assert ours["years_of_experience"] == theirs["years_of_experience"]
    assert theirs["evidence"]["/work/0/name"]["quote"] == "Norrviken Hospital"
    assert document(as_csv(first), "csv").modified == "2025-11-20"


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), min_size=1).filter(str.strip))
def test_any_text_survives_the_apostrophe(text: str) -> None:
    """Formulas are defused on the way out and whole on the way in, apostrophes of the writer included."""
    content = as_csv(Profile.model_validate({"basics": {"name": text, "label": f"'{text}", "summary": f"'={text}"}}))
    data = to_document(content, "csv").data
    assert data
    assert read_table(data).resume["basics"] == {"name": text, "label": f"'{text}", "summary": f"'={text}"}


def test_a_spreadsheet_may_have_saved_it_again(bring: Import) -> None:
    """Semicolons in place of commas, no mark, other line ends."""
    table = as_csv(bring(as_json({"basics": {"name": "Ada", "email": "ada@example.com"}}), "json")).decode("utf-8-sig")
    again = bring(table.replace(",", ";").replace("\r\n", "\n").encode("utf-16"), "csv")
    assert (again.basics.name, again.basics.email) == ("Ada", "ada@example.com")


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"section,index\n", b"section,index,field,value\n", b"no table at all"]
)
def test_another_table_is_refused(content: bytes, document: ToDocument) -> None:
    """Only our own columns mean something to us."""
    with pytest.raises(InvalidResumeData):
        document(content, "csv")


def test_a_row_that_contradicts_another_is_refused(bring: Import) -> None:
    """A text where other rows have a list is a wrong type with a path."""
    table = b"section,index,field,value,raw,source,confidence\nwork,0,highlights,x,,,\nwork,0,highlights.0,y,,,\n"
    with pytest.raises(InvalidResumeData, match=r"work\.0\.highlights"):
        bring(table, "csv")
