"""Lists as CSV: columns, encoding, and cells that stay cells."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from domain.exporting.lists import JOB_COLUMNS, MATCH_COLUMNS, csv_head, csv_lines, job_cells, match_cells
from schema.jobs import MatchAnalysis, Quote, RequirementMatch

MOMENT = datetime(2026, 11, 23, 18, tzinfo=UTC)
JOB = {
    "source": "a feed",
    "external_id": "17",
    "title": "=HYPERLINK(1)",
    "company": "Mill, Sons",
    "url": None,
    "posted_at": None,
    "first_seen_at": MOMENT,
    "last_seen_at": MOMENT,
    "posting": {
        "locations": [{"raw": "Porto"}, {"raw": "Graz"}],
        "workplace": "hybrid",
        "employment_type": "full_time",
        "employment_types": [],
        "salary": {"minimum": 30000.0, "maximum": None, "currency": "EUR", "period": "year"},
    },
}


def read(content: bytes) -> list[dict[str, str]]:
    """As a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_posting_is_one_row_with_unknown_values_empty() -> None:
    """Mark, head, row; a title that is a formula is text."""
    content = csv_head(JOB_COLUMNS) + csv_lines([job_cells(JOB)])
    assert content.startswith(b"\xef\xbb\xbfsource,source_id,title,")
    assert content.endswith(b"\r\n")
    row = read(content)[0]
    assert (row["title"], row["company"], row["location"]) == ("'=HYPERLINK(1)", "Mill, Sons", "Porto; Graz")
    assert (row["salary_min"], row["salary_max"], row["url"], row["posted_at"]) == ("30000", "", "", "")
    assert (row["employment_type"], row["first_seen_at"]) == ("full_time", "2026-11-23T18:00:00Z")


@pytest.mark.parametrize(("score", "band"), [(100, "strong"), (75, "strong"), (74, "fair"), (55, "fair"), (0, "weak")])
def test_a_match_is_one_row_with_its_band(score: int, band: str) -> None:
    """Reasons side by side, what is missing by name, the model only where there was one."""
    asked = {"posting": Quote(text="Rye", at="must"), "found": "missing"}
    why = MatchAnalysis(
        explanation="x",
        pros=["+ bakes", "kneads"],
        recommendation="consider",
        requirements=[
            RequirementMatch(name="rye", kind="must", **asked),
            RequirementMatch(name="oats", kind="nice", **asked),
        ],
    )
    row = {"user_id": "u", "source": "a feed", "external_id": "17", "shown": score, "model": None, "rubric": "1"}
    cells = match_cells({**row, "updated_at": MOMENT}, why)
    found = read(csv_head(MATCH_COLUMNS) + csv_lines([cells]))[0]
    assert (found["score"], found["band"], found["recommendation"]) == (str(score), band, "consider")
    assert (found["pros"], found["missing_required"], found["evidence_count"]) == ("'+ bakes | kneads", "Rye", "0")
    assert (found["model"], found["cost_usd"]) == ("", "0")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_starts_a_formula(cell: str) -> None:
    """Whatever a posting or a note begins with."""
    assert csv_lines([(cell,)]).decode().lstrip('"').startswith("'")


def test_days_and_numbers_are_plain() -> None:
    """A day is a day, a whole number has no point."""
    assert csv_lines([(date(2026, 11, 2), 3.0, 3.5, 7)]) == b"2026-11-02,3,3.5,7\r\n"
