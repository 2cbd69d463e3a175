"""Rows of a section that hold the dates of an entry: everything else of the entry stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.reading.dates import DateRange, find_range, without_duration
from domain.reading.lexicon import fold, lexicon, words
from domain.reading.sections import Row
from domain.reading.spans import Span

Evidence = Callable[[str], float]
"""How much a text reads like part of a head of this section (0 not at all, 1 and more clearly)."""

_TAB = re.compile(r"\t+")
_SIGNS = ",;:|·•–—-\t()（）[]/、，"
_LABEL = re.compile(r"^[^\d:：,;|]{2,24}[:：]\s+(?=\S)")
_CHAIN = re.compile(r"\s*[;,、，|·•]\s*|\s+(?:and|und|et|y|e|i|và)\s+|\t+")
_LONG_REST, _LONG_SENTENCE, _LONG_CELL = 16, 6, 5


@dataclass(frozen=True, slots=True)
class Anchor:
    """Dates of an entry: `rest` is what else stands in their row, `tail` a cell of prose behind it."""

    index: int
    dates: DateRange
    rest: tuple[Span, ...] = ()
    tail: Row | None = None


def _all_ranges(span: Span) -> list[DateRange]:
    found: list[DateRange] = []
    rest = span
    while (dates := find_range(rest)) is not None:
        if not dates.single:
            found.append(dates)
        rest = rest.cut(dates.span.end - rest.start)
    return found


def unpack(rows: list[Row]) -> list[Row]:
    """Rows that list several dated entries (`Also: Clerk, Hull (2010–2012), Porter (2008–2010)`), one row each."""
    return [part for row in rows for part in _unpacked(row)]


def _unpacked(row: Row) -> list[Row]:
    if row.dates or len(row.text) < 30:
        return [row]
    ranges = _all_ranges(row.span)
    if len(ranges) < 2 or not all(_named_between(row, a, b) for a, b in pairwise(ranges)):
        return [row]
    label = _LABEL.match(row.text)
    span = row.span.cut(label.end()) if label and label.end() < ranges[0].span.start - row.span.start else row.span
    leads = not any(c.isalnum() for c in span.text[: max(0, ranges[0].span.start - span.start)])
    cuts = [dates.span.start if leads else _chain_end(span, dates) for dates in (ranges[1:] if leads else ranges[:-1])]
    edges = [span.start, *cuts, span.end]
    pieces = [span.cut(a - span.start, b - span.start).strip() for a, b in pairwise(edges)]
    return [replace(row, span=piece, bullet=False, gap=row.gap and n == 0) for n, piece in enumerate(pieces) if piece]


def _named_between(row: Row, first: DateRange, second: DateRange) -> bool:
    between = row.text[first.span.end - row.span.start : second.span.start - row.span.start]
    return len(words(between)) >= 1 and not between.rstrip().endswith(".")


def _chain_end(span: Span, dates: DateRange) -> int:
    """Where the next of several entries begins: behind the separator that follows these dates."""
    behind = dates.span.end - span.start
    found = _CHAIN.search(span.text, behind)
    return span.start + (found.end() if found else behind)


def _at_edge(span: Span, dates: DateRange) -> bool:
    """The dates open or close the row, or a sign parts them from the words; dates inside prose do not."""
    before = span.text[: max(0, dates.span.start - span.start)].rstrip(" ")
    after = span.text[dates.span.end - span.start :].lstrip(" .")
    return not before or not after or before[-1] in _SIGNS or after[0] in _SIGNS


def _without_label(piece: Span, evidence: Evidence) -> Span:
    """`Earlier: Clerk, Hull` without its first word, unless that is a name itself."""
    label = _LABEL.match(piece.text)
    if label and len(words(label[0])) <= 2 and not evidence(label[0]):
        return piece.cut(label.end())
    return piece


def _is_prose(cell: Span, evidence: Evidence) -> bool:
    return len(words(cell.text)) >= _LONG_CELL and not evidence(cell.text)


def _ongoing(row: Row) -> DateRange | None:
    """A row of nothing but `Present`: what it dates goes on, nobody says since when."""
    alone = fold(row.text.strip(_SIGNS + " ")) in lexicon().phrases["present"]
    return DateRange(row.span, current=True, single=True) if alone and not row.bullet else None


def _anchor(index: int, row: Row, evidence: Evidence) -> Anchor | None:
    """Dates that stand at the edge of a short row; the caller decides whether a single date is enough."""
    dates = row.dates or find_range(row.span) or _ongoing(row)
    if dates is None or not (row.dates or _at_edge(row.span, dates)):
        return None
    before, after = _sides(row, dates)
    tail = None
    if before and after and len(cells := after.split(_TAB)) and _is_prose(cells[-1], evidence):
        tail = replace(row, span=cells[-1], line=row.line.model_copy(update={"x0": None}), gap=False)
        after = after.cut(0, cells[-1].start - after.start).strip()
    rest = tuple(piece for side in (before, after) if side and (piece := without_duration(side)))
    size = sum(len(words(piece.text)) for piece in rest)
    if size > _LONG_REST or (len(rest) == 2 and size > 10 and dates.single):
        return None
    if row.is_sentence and size > _LONG_SENTENCE:
        return None
    if rest:
        rest = (_without_label(rest[0], evidence), *rest[1:])
    return Anchor(index, dates, rest, tail)


def _sides(row: Row, dates: DateRange) -> tuple[Span | None, Span | None]:
    """What stands before and behind the dates."""
    pieces = row.span.without(dates.span)
    before = next((piece for piece in pieces if piece.start < dates.span.start), None)
    after = next((piece for piece in pieces if piece.start >= dates.span.end), None)
    return before, after


def find_anchors(rows: list[Row], evidence: Evidence, *, loose: bool) -> list[Anchor]:
    """The anchors of a section in order. In a `loose` section one date is enough (a year of graduation)."""
    found = [anchor for i, row in enumerate(rows) if (anchor := _anchor(i, row, evidence))]
    plain = [a for a in found if not rows[a.index].bullet and not a.dates.single]
    if not plain:
        bullets = [a for a in found if not a.dates.single and (loose or not a.rest or _names(a, evidence))]
        return bullets or [a for a in found if loose or not a.rest or not rows[a.index].bullet]
    in_rows = {a.index for a in plain}
    kept = [a for a in found if a.index in in_rows or _fits(a, plain, rows, evidence, loose)]
    return kept if loose else _with_listed(kept, found, rows, evidence)


def _names(anchor: Anchor, evidence: Evidence) -> bool:
    return evidence(" ".join(piece.text for piece in anchor.rest)) > 0


def _form(anchor: Anchor, row: Row) -> tuple[object, ...]:
    """How the dates stand in their row."""
    return (
        bool(anchor.rest),
        anchor.dates.span.start <= row.span.start + 1,
        row.emphasis,
        "\t" in row.text,
        row.gutter,
    )


def _fits(anchor: Anchor, plain: list[Anchor], rows: list[Row], evidence: Evidence, loose: bool) -> bool:
    """A single date beside ranges: it dates an entry if it stands as they do, or beside a name in a loose section."""
    row = rows[anchor.index]
    if not anchor.dates.single or row.bullet:
        return False
    alike = any(_form(anchor, row) == _form(other, rows[other.index]) for other in plain)
    if not anchor.rest:
        return alike or loose
    return (alike and _names(anchor, evidence)) or (loose and _names(anchor, evidence))


def _with_listed(kept: list[Anchor], found: list[Anchor], rows: list[Row], evidence: Evidence) -> list[Anchor]:
    """With entries that a list of one-line bullets names (`• Porter, Hotel Vell, 2006–2008`), two or more in a row."""
    listed = [a for a in found if rows[a.index].bullet and not a.dates.single and a.rest and _names(a, evidence)]
    at = {a.index for a in listed}
    runs = [a for a in listed if a.index - 1 in at or a.index + 1 in at]
    return sorted([*kept, *runs], key=lambda a: a.index)
