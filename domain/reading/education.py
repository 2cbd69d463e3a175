"""Education: institution, degree, subject, dates and grade."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from domain.reading.clues import degree_score, education_evidence, school_score
from domain.reading.degrees import grade_of, split_degree, take_grade
from domain.reading.entries import Entry, split_entries
from domain.reading.evidence import Ledger
from domain.reading.experience import read_dates
from domain.reading.heads import Piece, length, pieces_of
from domain.reading.lexicon import is_cjk, lexicon, words
from domain.reading.places import place_score
from domain.reading.roles import by_slot
from domain.reading.sections import Row
from domain.reading.spans import Span
from schema.profile import Education

_MOST_PIECES, _LONG_AREA, _LONG_HONOUR = 6, 10, 6
Scores = tuple[float, float]


def _split_school(span: Span) -> list[Span]:
    """`BSc Nursing Westbury University`: a degree and a school without a separator are cut before the school's name."""
    if not (school_score(span.text) >= 1 and degree_score(span.text) >= 1.4):
        return [span]
    tokens = list(re.finditer(r"\S+", span.text))
    if tokens[0][0] not in lexicon().words["degrees"] or len(tokens) < 4:
        return [span]
    return [span.cut(0, tokens[0].end()), span.cut(tokens[1].start())]


def _pieces(entry: Entry) -> tuple[list[Piece], Span | None]:
    """The parts of an entry's heads, and the grade that stood behind one of them."""
    found: list[Piece] = []
    grade: Span | None = None
    for head in entry.heads:
        row: list[Piece] = []
        if grade_of(head.span):
            continue
        span, behind = take_grade(head.span)
        grade = grade or behind
        for piece in pieces_of(replace(head, span=span)):
            spans = _split_school(piece.span)
            for part in spans if len(spans) > 1 else split_degree(piece.span):
                row.append(replace(piece, span=part.right_strip(" -–—"), column=len(row)))
        found += row
    return [piece for piece in found if not grade_of(piece.span)][:_MOST_PIECES], grade


def _assign(
    pieces: list[Piece], mean: Callable[[Piece], tuple[float, ...]]
) -> tuple[int | None, int | None, int | None]:
    """Indices of institution, degree and subject; equals vote together, the subject is what is left."""
    own = [(school_score(p.text), degree_score(p.text)) for p in pieces]
    votes = [mean(p) for p in pieces]
    worth_school = [o[0] - 0.7 * o[1] + v[0] - 0.7 * v[1] for o, v in zip(own, votes, strict=True)]
    worth_degree = [o[1] - 0.7 * o[0] + v[1] - 0.7 * v[0] for o, v in zip(own, votes, strict=True)]
    school = max(range(len(pieces)), key=lambda i: (worth_school[i], -i), default=None)
    degree = max((i for i in range(len(pieces)) if i != school), key=lambda i: (worth_degree[i], -i), default=None)
    if degree is not None and worth_degree[degree] <= 0 and len(pieces) > 1:
        degree = None if own[school or 0][1] == 0 and len(pieces) > 2 else degree
    if len(pieces) == 1 and own[0][1] > own[0][0]:
        return None, 0, None
    rest = [i for i in range(len(pieces)) if i not in (school, degree) and len(words(pieces[i].text)) <= _LONG_AREA]
    rest = [i for i in rest if place_score(pieces[i].text) < 1.5 or (len(rest) == 1 and i == (degree or 0) + 1)]
    if degree is None:
        return school, None, rest[0] if rest else None
    return school, degree, min(rest, key=lambda i: (abs(i - degree), -i), default=None)


def _is_honour(row: Row) -> bool:
    """A row of nothing but praise: `mit Auszeichnung`, `First Class Honours`."""
    if not lexicon().words["honours"].count(row.text) or length(row.text) > _LONG_HONOUR:
        return False
    return is_cjk(row.text) or not (degree_score(row.text) or school_score(row.text))


def _entries(rows: list[Row]) -> list[Entry]:
    graded = [row for row in rows if grade_of(row.span) or _is_honour(row)]
    plain = [row for row in rows if row not in graded]
    entries = split_entries(plain, education_evidence, loose=True)
    for row in graded:
        owner = None
        for entry in entries:
            starts = [h.span.start for h in entry.heads] + ([entry.dates.span.start] if entry.dates else [])
            if starts and min(starts) < row.span.start:
                owner = entry
        if owner:
            owner.body.append(row)
    return entries


def read_education(rows: list[Row], ledger: Ledger) -> list[Education]:
    """All courses of study of an education section in the order of the document."""
    entries = _entries(rows)
    parts = [_pieces(entry) for entry in entries]
    cut = [pieces for pieces, _ in parts]
    mean = by_slot(cut, [[(school_score(p.text), degree_score(p.text)) for p in pieces] for pieces in cut])
    found: list[Education] = []
    for entry, (pieces, behind) in zip(entries, parts, strict=True):
        if not pieces:
            continue
        school, degree, area = _assign(pieces, mean)
        pointer = f"/education/{len(found)}"
        start, end = read_dates(pointer, entry.dates, ledger)
        grade = next((g for row in entry.body if (g := grade_of(row.span))), behind)
        found.append(
            Education(
                institution=ledger.read(
                    f"{pointer}/institution", None if school is None else pieces[school].span, 0.85
                ),
                study_type=ledger.read(f"{pointer}/studyType", None if degree is None else pieces[degree].span, 0.85),
                area=ledger.read(f"{pointer}/area", None if area is None else pieces[area].span, 0.7),
                start_date=start,
                end_date=end,
                score=ledger.read(f"{pointer}/score", grade, 0.9),
            )
        )
    return found
