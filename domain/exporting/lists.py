"""Lists of postings, matches and applications as CSV, a page of rows at a time: they may be long."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.formulas import defused
from schema.jobs import MatchAnalysis

JOB_COLUMNS = (
    "source", "source_id", "title", "company", "location", "workplace", "employment_type", "salary_min", "salary_max",
    "salary_currency", "salary_period", "posted_at", "first_seen_at", "last_seen_at", "url",
)  # fmt: skip
MATCH_COLUMNS = (
    "user_id", "job_source", "job_source_id", "score", "band", "recommendation", "pros", "cons", "missing_required",
    "evidence_count", "model", "rubric_version", "scored_at", "cost_usd",
)  # fmt: skip
APPLICATION_COLUMNS = (
    "job_source", "job_source_id", "title", "company", "url", "state", "state_on", "notes", "history", "created_at",
    "updated_at",
)  # fmt: skip

BANDS = ((75, "strong"), (55, "fair"), (0, "weak"))
"""From this score on."""

_BETWEEN = " | "

Cells = Sequence[object]


def csv_head(columns: Sequence[str]) -> bytes:
    """The first line, after the byte order mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + csv_lines([columns])


def csv_lines(rows: Iterable[Cells]) -> bytes:
    """RFC 4180 in UTF-8; no cell can start a formula, an unknown value is an empty cell."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([defused(_text(cell)) for cell in row] for row in rows)
    return out.getvalue().encode()


def job_cells(row: Mapping[str, Any]) -> Cells:
    """A row of `export_jobs`, in the order of JOB_COLUMNS: what a `file` source reads again."""
    posting = row["posting"]
    pay = posting.get("salary") or {}
    return (
        row["source"],
        row["external_id"],
        row["title"],
        row["company"],
        "; ".join(place["raw"] for place in posting.get("locations") or []),
        posting.get("workplace"),
        ", ".join(posting.get("employment_types") or []) or posting.get("employment_type"),
        pay.get("minimum"),
        pay.get("maximum"),
        pay.get("currency"),
        pay.get("period"),
        row["posted_at"],
        row["first_seen_at"],
        row["last_seen_at"],
        row["url"],
    )


def match_cells(row: Mapping[str, Any], why: MatchAnalysis) -> Cells:
    """A row of `export_matches` with its reasons, in the order of MATCH_COLUMNS.

    A model is asked about many matches at once, so what one of them cost is not known; without a model it is 0.
    """
    missing = [each.posting.text for each in why.requirements if each.kind == "must" and each.found == "missing"]
    return (
        row["user_id"],
        row["source"],
        row["external_id"],
        row["shown"],
        next(name for least, name in BANDS if row["shown"] >= least),
        why.recommendation,
        _BETWEEN.join(why.pros),
        _BETWEEN.join(why.cons),
        _BETWEEN.join(missing),
        len(why.evidence),
        row["model"],
        row["rubric"],
        row["updated_at"],
        None if row["model"] else 0,
    )


def application_cells(row: Mapping[str, Any]) -> Cells:
    """A row of `export_applications`, in the order of APPLICATION_COLUMNS."""
    names = ("title", "company", "url", "state", "state_on", "notes", "history", "created_at", "updated_at")
    return (row["source"], row["external_id"], *(row[name] for name in names))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat().replace("+00:00", "Z")
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
