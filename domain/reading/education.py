"""Education: institution, degree, subject, dates and grade."""

from __future__ import annotations

import re
from collections import defaultdict

from domain.reading.entries import Entry, split_entries
from domain.reading.evidence import Ledger
from domain.reading.experience import read_dates
from domain.reading.lexicon import heading_key, lexicon, words
from domain.reading.places import place_score
from domain.reading.roles import company_score, pieces_of
from domain.reading.sections import Row
from domain.reading.spans import Span
from schema.profile import Education

_COLON = re.compile(r"\s*[:：]\s+")
_IN = re.compile(r"\s+(?:in|en|em|w|ngành|chuyên ngành|im Fach|für)\s+(?=\S)")
_SCORE = re.compile(
    r"^(?P<label>[^\d:：]{2,30}?)\s*[:：]?\s*(?P<value>\d[\d.,]*(?:\s*(?:/|von|of|de|sur|z)\s*\d[\d.,]*)?|[A-F][+-]?)\s*\)?$"
)


def _score_row(span: Span) -> Span | None:
    """The grade of a row such as `GPA: 3.8/4.0`, None for any other row."""
    found = _SCORE.match(span.text)
    if found and lexicon().labels.get(heading_key(found["label"])) == "score":
        return span.cut(found.start("value"), found.end("value")).strip()
    return None


def _school(text: str) -> float:
    return float(lexicon().words["schools"].count(text) > 0) + 0.2 * company_score(text)


def _degree(text: str) -> float:
    found = lexicon().words["degrees"]
    tokens = words(text)
    positions = found.positions(tokens)
    if positions:
        return 1.4 if positions[0][0] == 0 else 1.0
    return 1.0 if found.count(text) else 0.0


def _split_degree(piece: Span) -> list[Span]:
    """`BSc in Physics`, `Diplom: Chemie`, `MSc Nursing` into degree and subject."""
    for pattern in (_COLON, _IN):
        found = pattern.search(piece.text)
        if found and _degree(piece.text[: found.start()]):
            return [piece.cut(0, found.start()).strip(), piece.cut(found.end()).strip()]
    tokens = list(re.finditer(r"\S+", piece.text))
    if (
        len(tokens) > 1
        and re.fullmatch(r"(?:[A-Z]\.?){1,2}[A-Za-z]{0,4}\.?(?:[A-Z][a-z]{0,3}\.?)?", tokens[0][0])
        and tokens[0][0] in lexicon().words["degrees"]
    ):
        return [piece.cut(0, tokens[0].end()), piece.cut(tokens[1].start())]
    return [piece]


def _split_school(piece: Span) -> list[Span]:
    """`BSc Nursing Westbury University`: a degree and a school without a separator are cut before the school's name."""
    if not (_school(piece.text) >= 1 and _degree(piece.text) >= 1.4):
        return [piece]
    tokens = list(re.finditer(r"\S+", piece.text))
    if tokens[0][0] not in lexicon().words["degrees"] or len(tokens) < 4:
        return [piece]
    return [piece.cut(0, tokens[0].end()), piece.cut(tokens[1].start())]


def _pieces(entry: Entry) -> list[Span]:
    pieces: list[Span] = []
    for head in entry.heads:
        for piece in pieces_of(head):
            pieces += _split_degree(piece) if not _split_school(piece)[1:] else _split_school(piece)
    return [piece for piece in pieces if not _score_row(piece)][:6]


def _assign(pieces: list[Span], votes: list[list[tuple[float, float]]]) -> tuple[int | None, int | None, int | None]:
    """Indices of institution, degree and subject; equals vote together, the subject is what is left."""
    own = [(_school(p.text), _degree(p.text)) for p in pieces]
    n = len(votes)
    mean = [(sum(v[i][0] for v in votes) / n, sum(v[i][1] for v in votes) / n) for i in range(len(pieces))]
    worth_school = [own[i][0] - 0.7 * own[i][1] + mean[i][0] - 0.7 * mean[i][1] for i in range(len(pieces))]
    worth_degree = [own[i][1] - 0.7 * own[i][0] + mean[i][1] - 0.7 * mean[i][0] for i in range(len(pieces))]
    school = max(range(len(pieces)), key=lambda i: (worth_school[i], -i), default=None)
    degree = max((i for i in range(len(pieces)) if i != school), key=lambda i: (worth_degree[i], -i), default=None)
    if degree is not None and worth_degree[degree] <= 0 and len(pieces) > 1:
        degree = None if own[school or 0][1] == 0 and len(pieces) > 2 else degree
    if len(pieces) == 1 and own[0][1] > own[0][0]:
        return None, 0, None
    rest = [i for i in range(len(pieces)) if i not in (school, degree) and len(words(pieces[i].text)) <= 10]
    rest = [i for i in rest if place_score(pieces[i].text) < 1.5 or (len(rest) == 1 and i == (degree or 0) + 1)]
    if degree is None:
        return school, None, rest[0] if rest else None
    return school, degree, min(rest, key=lambda i: (abs(i - degree), -i), default=None)


def _entries(rows: list[Row]) -> list[Entry]:
    graded = [row for row in rows if _score_row(row.span)]
    entries = split_entries([row for row in rows if row not in graded], loose=True, most_below=3)
    for row in graded:
        owner = None
        for entry in entries:
            first = min(
                [h.start for h in entry.heads] + ([entry.dates.span.start] if entry.dates else []), default=None
            )
            if first is not None and first < row.span.start:
                owner = entry
        if owner:
            owner.body.append(row)
    return entries


def read_education(rows: list[Row], ledger: Ledger) -> list[Education]:
    """All courses of study of an education section in the order of the document."""
    entries = _entries(rows)
    cut = [_pieces(entry) for entry in entries]
    votes: dict[int, list[list[tuple[float, float]]]] = defaultdict(list)
    for pieces in cut:
        votes[len(pieces)].append([(_school(p.text), _degree(p.text)) for p in pieces])
    found: list[Education] = []
    for entry, pieces in zip(entries, cut, strict=True):
        if not pieces:
            continue
        school, degree, area = _assign(pieces, votes[len(pieces)])
        pointer = f"/education/{len(found)}"
        start, end = read_dates(pointer, entry.dates, ledger)
        grade = next((g for row in entry.body if (g := _score_row(row.span))), None)
        found.append(
            Education(
                institution=ledger.read(f"{pointer}/institution", None if school is None else pieces[school], 0.85),
                study_type=ledger.read(f"{pointer}/studyType", None if degree is None else pieces[degree], 0.85),
                area=ledger.read(f"{pointer}/area", None if area is None else pieces[area], 0.7),
                start_date=start,
                end_date=end,
                score=ledger.read(f"{pointer}/score", grade, 0.9),
            )
        )
    return found
