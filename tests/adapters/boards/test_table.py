"""Rows of tables: our own export, and what JobSpy writes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from adapters.boards.jsonld import EntryError
from adapters.boards.table import posting_of
from schema.jobs import Salary
from tests.adapters.boards.recorded import FIXTURES

ROWS: list[dict[str, Any]] = json.loads((FIXTURES / "jobspy" / "rows.json").read_text())
OURS = {
    "source": "harbour", "source_id": "h-1", "title": "Rigger", "company": "Spars", "location": "Gdańsk; Remote (PL)",
    "workplace": "hybrid", "employment_type": "contract", "salary_min": "8000", "salary_max": "9500.50",
    "salary_currency": "pln", "salary_period": "month", "posted_at": "2026-11-10", "first_seen_at": "2026-11-11",
    "last_seen_at": "2026-11-12", "url": "https://spars.example/1",
}  # fmt: skip


def test_our_own_columns() -> None:
    """What jobs.csv holds comes back; without a text the posting is incomplete."""
    posting = posting_of(OURS)
    assert (posting.external_id, posting.title, posting.company) == ("harbour:h-1", "Rigger", "Spars")
    assert [place.raw for place in posting.locations] == ["Gdańsk", "Remote (PL)"]
    assert (posting.workplace, posting.employment_type, posting.posted_at) == ("hybrid", "contract", "2026-11-10")
    assert posting.salary == Salary(minimum=8000, maximum=9500.5, currency="PLN", period="month")
    assert not posting.description_complete
    assert posting_of(OURS | {"description": "Rig."}).description_complete


def test_jobspys_columns() -> None:
    """Pay read from words is called so; descriptions may be cut."""
    miller, clerk = map(posting_of, ROWS)
    assert (miller.external_id, clerk.external_id) == ("indeed:in-77", "google:go-78")
    assert (miller.url, miller.apply_url) == ("https://indeed.example/77", "https://mill.example/jobs/77")
    assert miller.employment_types == ["temporary", "full_time"]
    assert miller.salary == Salary(minimum=2400, maximum=2900, currency="EUR", period="month")
    assert clerk.salary == Salary(minimum=14.5, currency="EUR", period="hour", source="parsed")
    assert (miller.workplace, clerk.workplace) == ("unknown", "remote")
    assert not miller.description_complete
    assert clerk.skills == ["ledgers", "scales"]


def test_cells_that_say_nothing_are_absent() -> None:
    """NaN in all its spellings is neither text nor a number, also in what is kept."""
    clerk = posting_of(ROWS[1])
    assert (clerk.description, clerk.locations, clerk.posted_at, clerk.apply_url) == ("", [], None, None)
    assert "NaN" not in json.dumps(clerk.model_dump(mode="json"), allow_nan=False)
    odd = posting_of(
        OURS | {"salary_min": float("nan"), "salary_max": float("inf"), "location": None, "skills": object()}
    )
    assert (odd.salary, odd.locations, odd.skills) == (None, [], [])


def test_values_of_other_libraries_become_ours() -> None:
    """Moments, arrays' numbers and lists come as they are in a DataFrame."""

    class Number:
        def item(self) -> float:
            return 31.0

    posting = posting_of(
        OURS | {"salary_min": Number(), "posted_at": datetime(2026, 11, 3, 4, 5), "skills": ["knots", "wire"]}  # noqa: DTZ001
    )
    assert posting.salary is not None
    assert (posting.salary.minimum, posting.posted_at, posting.skills) == (31, "2026-11-03", ["knots", "wire"])
    assert posting_of(OURS | {"posted_at": date(2026, 11, 4)}).posted_at == "2026-11-04"


def test_a_guard_against_formulas_is_taken_off() -> None:
    """Exports put it on; a name that begins with an apostrophe keeps it."""
    assert posting_of(OURS | {"title": "'=Rigger"}).title == "=Rigger"
    assert posting_of(OURS | {"title": "'s Gravenhage"}).title == "'s Gravenhage"


def test_without_an_id_the_address_is_one() -> None:
    """Without both there is none."""
    row = {name: value for name, value in OURS.items() if name not in ("source", "source_id")}
    assert posting_of(row).external_id == "https://spars.example/1"
    for missing in ("title", "company", "url"):
        with pytest.raises(EntryError):
            posting_of({name: value for name, value in row.items() if name != missing})
