"""Work and projects: entries into the profile, each value with its evidence."""

from __future__ import annotations

import re
from itertools import pairwise

from domain.reading.clues import work_evidence
from domain.reading.dates import DateRange
from domain.reading.entries import split_entries
from domain.reading.evidence import Ledger
from domain.reading.heads import is_headlike
from domain.reading.lexicon import words
from domain.reading.paragraphs import paragraphs
from domain.reading.roles import assign_roles
from domain.reading.sections import Row
from domain.reading.spans import Span, unwrap
from schema.profile import Project, Work

_COLON = re.compile(r"\s*[:：]\s+|\s+[–—|]\s+")
_URL = re.compile(r"(?:https?://|www\.)\S+")


def read_dates(pointer: str, dates: DateRange | None, ledger: Ledger) -> tuple[str | None, str | None]:
    """Start and end in written precision, noted; a single date is an end."""
    if dates is None:
        return None, None
    if dates.start and dates.start_span:
        ledger.put(f"{pointer}/startDate", dates.start_span, 0.95)
    if dates.end and dates.end_span:
        ledger.put(f"{pointer}/endDate", dates.end_span, 0.7 if dates.single else 0.95)
    return dates.start, dates.end


def read_body(pointer: str, rows: list[Row], text: str, ledger: Ledger) -> tuple[str | None, list[str]]:
    """A paragraph above the bullets is the summary; bullets, or all paragraphs if there are none, are highlights."""
    parts = paragraphs(rows, text)
    bulleted = any(bullet for _, bullet in parts)
    lead: list[Span] = []
    while bulleted and parts and not parts[0][1]:
        lead.append(parts.pop(0)[0])
    summary = None
    if lead:
        span = Span(text[lead[0].start : lead[-1].end], lead[0].start, lead[0].page)
        summary = ledger.read(f"{pointer}/summary", span, 0.8)
    highlights: list[str] = []
    for span, _ in parts:
        if value := ledger.read(f"{pointer}/highlights/{len(highlights)}", span, 0.9):
            highlights.append(value)
    return summary, highlights


def read_work(rows: list[Row], text: str, ledger: Ledger) -> list[Work]:
    """All jobs of a work section in the order of the document."""
    entries = split_entries(rows, work_evidence)
    found: list[Work] = []
    for entry, role in zip(entries, assign_roles(entries), strict=True):
        if not role.title and not role.company:
            continue
        pointer = f"/work/{len(found)}"
        sure = 0.9 if role.sure else 0.6
        start, end = read_dates(pointer, entry.dates, ledger)
        summary, highlights = read_body(pointer, entry.body, text, ledger)
        work = Work(
            name=ledger.read(f"{pointer}/name", role.company, sure),
            position=ledger.read(f"{pointer}/position", role.title, sure),
            location=ledger.read(f"{pointer}/location", role.place and unwrap(role.place), 0.7),
            start_date=start,
            end_date=end,
            summary=summary,
            highlights=highlights,
        )
        found.append(work)
    return found


def _project_starts(rows: list[Row]) -> list[int]:
    """Rows that name a project: short, or a name with a colon, below a body row or standing out."""
    starts: list[int] = []
    for i, row in enumerate(rows):
        named = _COLON.search(row.text)
        short = is_headlike(row) and len(words(row.text)) <= 8
        if row.bullet and not (named and named.start() <= 50):
            continue
        if (
            not starts
            or (short and (row.emphasis > 0 or row.gap or rows[i - 1].is_sentence or rows[i - 1].bullet))
            or (named and named.start() <= 50 and row.text[:1].isupper())
        ):
            starts.append(i)
    return starts


def read_projects(rows: list[Row], text: str, ledger: Ledger) -> list[Project]:
    """Projects: a name row with its description below, or `Name: description` on one row."""
    entries = split_entries(rows, lambda _: 0.0)
    if any(entry.dates for entry in entries):
        blocks = [([head.span for head in entry.heads], entry.dates, entry.body) for entry in entries]
    else:
        starts = _project_starts(rows)
        blocks = [([rows[a].span], None, rows[a + 1 : b]) for a, b in pairwise([*starts, len(rows)])]
    found: list[Project] = []
    for heads, dates, body in blocks:
        if not heads:
            continue
        pointer = f"/projects/{len(found)}"
        head = heads[0].split(_COLON)
        project = Project(name=ledger.read(f"{pointer}/name", head[0] if head else None, 0.8))
        if not project.name:
            continue
        start, end = read_dates(pointer, dates, ledger)
        project.start_date, project.end_date = start, end
        rest = Span(text[head[1].start : heads[0].end], head[1].start, head[1].page) if len(head) > 1 else None
        _describe(project, pointer, rest or (heads[1] if len(heads) > 1 else None), body, text, ledger)
        found.append(project)
    return found


def _describe(project: Project, pointer: str, lead: Span | None, body: list[Row], text: str, ledger: Ledger) -> None:
    """Description, address and highlights of one project."""
    parts = paragraphs(body, text)
    if lead is None and parts and not parts[0][1]:
        lead = parts.pop(0)[0]
    project.description = ledger.read(f"{pointer}/description", lead, 0.8)
    for span, _ in parts:
        address = _URL.search(span.text)
        if address and not project.url:
            project.url = ledger.read(f"{pointer}/url", span.cut(address.start(), address.end()), 0.9)
        elif value := ledger.read(f"{pointer}/highlights/{len(project.highlights)}", span, 0.8):
            project.highlights.append(value)
