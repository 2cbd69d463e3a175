"""The long form, and that no cell of it can run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from domain.exporting import ExportFormat
from schema.profile import Profile

Render = Callable[[Any, ExportFormat], bytes]


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_columns_are_those_agreed(profile: Profile, render: Render) -> None:
    """Byte order mark, header, CR LF."""
    content = render(profile, "csv")
    assert content.startswith(b"\xef\xbb\xbfsection,index,field,value,raw,source,confidence\r\n")


def test_a_value_stands_with_its_evidence(profile: Profile, render: Render) -> None:
    """Raw text, method and confidence come from the evidence under the value's JSON Pointer."""
    row = next(r for r in rows_of(render(profile, "csv")) if (r["section"], r["field"]) == ("work", "startDate"))
    assert row == {
        "section": "work", "index": "0", "field": "startDate", "value": "2021-03",
        "raw": "Mar 2021", "source": "dates", "confidence": "0.95",
    }  # fmt: skip


def test_evidence_is_found_for_keys_that_need_escaping(render: Render) -> None:
    """A slash in an unknown key is `~1` in its pointer."""
    evidence = {"start": 0, "end": 1, "quote": "seen", "method": "rule", "confidence": 0.5}
    meta = {"analyser": {"kind": "rules", "name": "r", "version": "1"}, "evidence": {"/basics/a~1b~0c": evidence}}
    rows = rows_of(render({"basics": {"a/b~c": "x"}, "meta": {"vitaeflow": meta}}, "csv"))
    assert next(r for r in rows if r["field"] == "a/b~c")["raw"] == "seen"


def test_every_section_has_its_rows(profile: Profile, render: Render) -> None:
    """Nested values get a path, lists an index, our judgements a section each."""
    got = {(r["section"], r["index"], r["field"]): r["value"] for r in rows_of(render(profile, "csv"))}
    assert got["basics", "", "location.city"] == "Porto"
    assert got["work", "1", "highlights.1"] == "On-call rotation with written runbooks"
    assert got["skills", "0", "keywords.3"] == "C++"
    assert got["strengths", "0", "text"] == "Measured results in most roles"
    assert got["job_recommendations", "0", "title"] == "Site Reliability Engineer"
    assert got["analysis", "", "analyser.kind"] == "rules"
    assert got["export", "", "jobId"] == "01931f2e-7a00-7c00-8000-00000000abcd"
    assert got["$schema", "", ""] == "https://example.org/schema.json"


def test_score_and_state_have_their_rows(render: Render) -> None:
    """What the page shows of the judgement, the table holds value by value."""
    criterion = {"name": "numbers", "weight": 15, "points": 7.5, "reason": "1 of 4 lines"}
    part = {"name": "specificity", "weight": 15, "points": 7.5, "criteria": [criterion]}
    meta = {
        "analyser": {"kind": "rules", "name": "r", "version": "1"},
        "resume_score": {"total": 50, "rubric": "7", "parts": [part]},
        "quality": {"state": "several_people", "reasons": ["another begins on page 2"]},
        "career": {"as_of": "2026-03-01", "method": "months", "seniority_reason": "the latest title"},
    }
    got = {r["field"]: r["value"] for r in rows_of(render({"meta": {"vitaeflow": meta}}, "csv"))}
    assert got["resume_score.total"] == "50"
    assert got["resume_score.parts.0.criteria.0.reason"] == "1 of 4 lines"
    assert got["quality.state"] == "several_people"
    assert got["career.seniority_reason"] == "the latest title"


@pytest.mark.parametrize(
    "attack",
    [
        '=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "\n=1", "  =1", "\u00a0=1",
        "＝1+1", "＋1", "－1", "＠SUM", "\u200b=1", "\ufeff=1", "\x00=1", " \t＝1",
    ],
)  # fmt: skip
def test_no_value_can_start_a_formula(attack: str, render: Render) -> None:
    """Names and titles come from strangers: a leading sign is defused by an apostrophe and otherwise kept."""
    rows = rows_of(render({"basics": {"name": attack}, "work": [{"position": attack}]}, "csv"))
    values = [row["value"] for row in rows if row["field"] in ("name", "position")]
    assert values == [f"'{attack}"] * 2


def test_no_key_quote_or_section_can_start_a_formula(render: Render) -> None:
    """Imported documents may bring keys of their own, and evidence quotes the résumé."""
    evidence = {"start": 0, "end": 1, "quote": "=q", "method": "rule", "confidence": 0.5}
    meta = {"analyser": {"kind": "rules", "name": "r", "version": "1"}, "evidence": {"/basics/name": evidence}}
    document = {"=section": {"=key": "v"}, "basics": {"name": "A"}, "meta": {"vitaeflow": meta}}
    cells = [cell for row in rows_of(render(document, "csv")) for cell in row.values()]
    assert {"'=section", "'=key", "'=q"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith("=")]


def test_harmless_values_are_untouched(render: Render) -> None:
    """Signs inside a value are no danger."""
    values = [row["value"] for row in rows_of(render({"basics": {"name": "Ada = B+C", "label": "C++"}}, "csv"))]
    assert {"Ada = B+C", "C++"} <= set(values)


def test_commas_quotes_and_line_breaks_survive(render: Render) -> None:
    """RFC 4180 quoting, read back by the csv module."""
    text = 'one, "two"\r\nthree\nfour'
    values = [row["value"] for row in rows_of(render({"basics": {"summary": text}}, "csv"))]
    assert text in values


def test_every_script_survives(script: tuple[str, str, str], render: Render) -> None:
    """UTF-8 throughout."""
    name, label, summary = script
    content = render({"basics": {"name": name, "label": label, "summary": summary}}, "csv")
    assert {name, label, summary} <= {row["value"] for row in rows_of(content)}
