"""The profile in long form, one value a row with the evidence it rests on: made for spreadsheets and for diffs.

Columns: `section,index,field,value,raw,source,confidence`. `field` is the path inside the entry (`highlights.0`);
`raw` is the text the value was read from, `source` the method that read it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.formulas import defused
from schema.profile import Profile

COLUMNS = ("section", "index", "field", "value", "raw", "source", "confidence")

_LISTS_OF_ANALYSIS = ("strengths", "weaknesses", "job_recommendations", "flags", "warnings")

_Row = tuple[str, str, str, str, str, str, str]


def to_csv(profile: Profile, job_id: UUID, generated_at: datetime) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark (spreadsheets need it); no cell can start a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(("export", "", "generatedAt", generated_at.isoformat().replace("+00:00", "Z"), "", "", ""))
    writer.writerow(("export", "", "jobId", str(job_id), "", "", ""))
    writer.writerows(tuple(defused(cell) for cell in row) for row in _rows(profile))
    return out.getvalue().encode("utf-8-sig")


def _rows(profile: Profile) -> Iterator[_Row]:
    document = profile.to_json_resume()
    meta = document.pop("meta", {})
    analysis = meta.pop("vitaeflow", {})
    evidence = analysis.pop("evidence", {})
    judgements = {name: analysis.pop(name) for name in _LISTS_OF_ANALYSIS if name in analysis}
    for section, value in document.items():
        yield from _section(section, value, evidence)
    yield from _section("meta", meta, {})
    yield from _section("analysis", analysis, {})
    for section, value in judgements.items():
        yield from _section(section, value, {})


def _section(section: str, value: Any, evidence: dict[str, dict[str, Any]]) -> Iterator[_Row]:
    """Rows of one top-level key: a list gives one index per entry, anything else an empty index."""
    entries = enumerate(value) if isinstance(value, list) else [("", value)]
    for index, entry in entries:
        root = f"/{_escape(section)}" + ("" if index == "" else f"/{index}")
        for path, text in _leaves(entry):
            read = evidence.get("/".join((root, *map(_escape, path))), {})
            quote, method = read.get("quote", ""), read.get("method", "")
            confidence = read.get("confidence", "")
            yield section, str(index), ".".join(path), text, quote, method, str(confidence)


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every scalar inside with its path; empty containers and nulls say nothing and give no row."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*path, str(position)))
    elif value is not None:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def _escape(key: str) -> str:
    """One token of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
