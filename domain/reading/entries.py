"""Rows of a section into entries: dates are the anchors, heads stand around them, the body follows.

Which rows around the dates are heads is not known beforehand: every split of the rows between two dates is scored by
how its rows look and read, and the one layout that suits all entries together weighs on each, because one résumé sets
all its entries alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.reading.anchors import Anchor, Evidence, find_anchors, unpack
from domain.reading.continuation import rejoin
from domain.reading.dates import DateRange, without_duration
from domain.reading.heads import Head, cut_at_separators, is_headlike, length
from domain.reading.lexicon import heading_key, lexicon
from domain.reading.places import place_score
from domain.reading.sections import Row

_MOST_ABOVE, _MOST_BELOW = 3, 3
_INDENT, _COLUMN = 4.0, 25.0
_OTHER_LAYOUT = 0.8
"""What an entry pays per row that its layout differs from that of the section."""
_OTHER_OPENING = 1.2
"""What a layout pays that does not begin entries as the first row of a section of studies does: dates, or a head."""
_PIECES = (-4.0, -1.2, 0.4, 0.1, -0.5, -1.2)
"""What a layout gains per entry that it gives 0, 1, 2, … pieces: a name and a role are two, a place makes three."""
_PIECES_OF_STUDY = (-4.0, -1.2, 0.2, 0.6, 0.0, -0.8)
"""The same for school, degree and subject."""


@dataclass(slots=True)
class Entry:
    """One job, course or project: its head rows without the dates, the dates, and the rows below."""

    heads: list[Head] = field(default_factory=list)
    above: int = 0
    """How many of the heads stand above the dates."""
    dates: DateRange | None = None
    body: list[Row] = field(default_factory=list)


class _Layout(NamedTuple):
    """How many rows above and below its dates are heads."""

    above: int
    below: int


def _looks(rows: list[Row], anchors: list[Anchor], evidence: Evidence) -> list[float]:
    """How much each row of a section looks like a head, from clear body text (-4) to clear head (+3)."""
    dated = {anchor.index for anchor in anchors}
    plain = min((row.emphasis for n, row in enumerate(rows) if n not in dated), default=0)
    edge = min((x for anchor in anchors if (x := _edge(rows, anchor)) is not None), default=None)
    return [_look(row, plain, edge, evidence) for row in rows]


def _edge(rows: list[Row], anchor: Anchor) -> float | None:
    """Where the heads of an entry begin, in points: beside its dates, if these stand in a column of their own."""
    row = rows[anchor.index]
    below = rows[anchor.index + 1] if anchor.index + 1 < len(rows) else row
    if row.gutter or row.line.x0 is None:
        return None
    beside = not anchor.rest and below.line.x0 is not None and below.line.x0 > row.line.x0 + _COLUMN
    return below.line.x0 if beside else row.line.x0


def _look(row: Row, plain: int, edge: float | None, evidence: Evidence) -> float:
    """The look of one row; `plain` is the emphasis of body text, `edge` where heads begin."""
    if row.bullet:
        return -4.0
    text, size = row.text, length(row.text)
    score = 0.2 + 0.7 * min(2, row.emphasis - plain)
    headlike = is_headlike(row)
    if headlike:
        score += 0.8 * min(1.5, evidence(text)) + (0.3 if place_score(text) >= 1 else 0.0)
    score += 0.2 if size <= 6 else -0.6 if size >= 9 else 0.0
    score -= 0.6 if text.endswith((":", "：")) else 0.0
    if edge is not None and row.line.x0 is not None and row.line.x0 > edge + _INDENT:
        score -= 1.0
    return score if headlike else score - 2.0


class _Splitter:
    """Finds the layout of a section and, with it, where each entry begins and its heads end.

    What a split of the rows between two dates is worth does not depend on the layout, so it is computed once.
    """

    def __init__(self, rows: list[Row], anchors: list[Anchor], evidence: Evidence, *, loose: bool) -> None:
        self.rows, self.anchors = rows, anchors
        self.loose, self.pieces = loose, _PIECES_OF_STUDY if loose else _PIECES
        self.looks = _looks(rows, anchors, evidence)
        self.sums: list[float] = [0.0, *accumulate(self.looks)]
        first, stops = anchors[0].index, [anchor.index for anchor in anchors[1:]]
        self.opening = [self._region(0, first, 0, above) for above in range(min(_MOST_ABOVE, first) + 1)]
        self.regions = [
            {s: self._region(a.index + 1, stop, *s) for s in _splits(stop - a.index - 1, _MOST_ABOVE)}
            for a, stop in zip(anchors, stops, strict=False)
        ]
        after = anchors[-1].index + 1
        self.regions.append({s: self._region(after, len(rows), *s) for s in _splits(len(rows) - after, 0)})
        self.counts: dict[tuple[int, _Layout], int] = {}

    def split(self) -> list[_Layout]:
        """The layout of every entry."""
        fitted = self._fitted()
        best = max(zip(_LAYOUTS, fitted, strict=True), key=lambda c: (self._worth(*c), -sum(c[0]), -c[0].below))
        return best[1]

    def _worth(self, layout: _Layout, fitted: list[_Layout]) -> float:
        """How well all entries look in a layout."""
        worth = self.opening[fitted[0].above]
        for n, each in enumerate(fitted):
            following = fitted[n + 1].above if n + 1 < len(fitted) else 0
            worth += self.regions[n][each.below, following]
            worth -= _OTHER_LAYOUT * (abs(each.above - layout.above) + abs(each.below - layout.below))
            worth += self.pieces[min(self._count(n, each), len(self.pieces) - 1)]
        if self.loose and bool(layout.above) != bool(self.anchors[0].index):
            worth -= _OTHER_OPENING
        return worth - (0.3 * len(fitted) if layout.above and layout.below else 0.0)

    def _count(self, n: int, layout: _Layout) -> int:
        """Pieces of one entry's heads in a layout."""
        if (count := self.counts.get((n, layout))) is None:
            anchor = self.anchors[n]
            rows = self.rows[anchor.index - layout.above : anchor.index]
            rows += self.rows[anchor.index + 1 : anchor.index + 1 + layout.below]
            count = sum(len(cut_at_separators(span)) for span in (*anchor.rest, *(row.span for row in rows)))
            self.counts[n, layout] = count
        return count

    def _region(self, start: int, stop: int, below: int, above: int) -> float:
        """Rows between two dates: heads of the entry above, body, heads of the entry below."""
        heads = [*range(start, start + below), *range(stop - above, stop)]
        worth: float = -0.6 * (self.sums[stop] - self.sums[start]) + 1.6 * sum(self.looks[i] for i in heads)
        for i in heads:
            if self.rows[i].gap:
                worth += 0.6 if above and i == stop - above else -0.6
        if above and not self.rows[stop - above].gap and stop > above and self.rows[stop - above - 1].bullet:
            worth += 0.3
        if start == 0:
            return worth - 0.8 * (stop - above)
        if stop < len(self.rows) and above == 0 and self.rows[stop].gap:
            worth += 0.6
        return worth

    def _fitted(self) -> list[list[_Layout]]:
        """For each of `_LAYOUTS`, the one each entry takes if the section has it: as close to it as the rows allow.

        All are weighed at once: a row of `worth` is a region, a column a split, of equals the first is taken.
        """
        worth = np.full((len(self.regions), len(_SPLITS)), -np.inf)
        for row, region in zip(worth, self.regions, strict=True):
            row[[_SPLITS.index(split) for split in region]] = list(region.values())
        prices = np.broadcast_to(_PRICES, (len(worth), *_PRICES.shape)).copy()
        prices[-1] = _LAST_PRICES
        chosen = (worth[:, None, :] - prices).argmax(axis=2).T.tolist()
        found = []
        for layout, splits in zip(_LAYOUTS, chosen, strict=True):
            opening = range(len(self.opening))
            aboves = [max(opening, key=lambda a: self.opening[a] - _OTHER_LAYOUT * abs(a - layout.above))]
            aboves += [_SPLITS[split][1] for split in splits]
            found.append([_Layout(a, _SPLITS[split][0]) for a, split in zip(aboves, splits, strict=False)])
        return found


def _splits(rows: int, most_above: int) -> list[tuple[int, int]]:
    """All (heads below the first date, heads above the second) that so many rows between them allow."""
    return [(b, a) for b in range(min(_MOST_BELOW, rows) + 1) for a in range(min(most_above, rows - b) + 1)]


_LAYOUTS = [_Layout(a, b) for a, b in product(range(_MOST_ABOVE + 1), range(_MOST_BELOW + 1))]
_SPLITS = sorted(_splits(_MOST_BELOW + _MOST_ABOVE, _MOST_ABOVE), key=sum)
"""Of splits that are worth the same, the one with fewest heads is taken."""


def _prices(*, last: bool) -> NDArray[np.float64]:
    """What each of `_SPLITS` pays (columns) in a section of each of `_LAYOUTS` (rows); none stands above the end."""
    steps = [[abs(b - each.below) + (0 if last else abs(a - each.above)) for b, a in _SPLITS] for each in _LAYOUTS]
    return _OTHER_LAYOUT * np.array(steps, np.float64)


_PRICES, _LAST_PRICES = _prices(last=False), _prices(last=True)


def _tells(row: Row) -> bool:
    """More than a label of what follows (`Highlights`) or how long it was (`2 yrs 3 mos`)."""
    return bool(without_duration(row.span)) and heading_key(row.text) not in lexicon().banners


def split_entries(rows: list[Row], evidence: Evidence, *, loose: bool = False) -> list[Entry]:
    """The entries of a section in order.

    `evidence` tells how much a text reads like a head; `loose` is for courses of study: single dates (a year of
    graduation) are anchors, and a head has three parts.
    """
    rows = unpack(rejoin([row for row in rows if _tells(row)]))
    anchors = find_anchors(rows, evidence, loose=loose)
    if not anchors:
        return _without_dates(rows)
    layouts = _Splitter(rows, anchors, evidence, loose=loose).split()
    entries = []
    for n, (anchor, layout) in enumerate(zip(anchors, layouts, strict=True)):
        stop = anchors[n + 1].index - layouts[n + 1].above if n + 1 < len(anchors) else len(rows)
        after = anchor.index + 1 + layout.below
        above, below = rows[anchor.index - layout.above : anchor.index], rows[anchor.index + 1 : after]
        heads = [Head(row.span, row, k - layout.above) for k, row in enumerate(above)]
        heads += [Head(span, rows[anchor.index]) for span in anchor.rest]
        heads += [Head(row.span, row, k + 1) for k, row in enumerate(below)]
        body = ([anchor.tail] if anchor.tail else []) + rows[after:stop]
        entries.append(Entry(heads, layout.above, anchor.dates, body))
    return entries


def _without_dates(rows: list[Row]) -> list[Entry]:
    """No dates at all: a head row after body rows begins an entry."""
    entries: list[Entry] = []
    for row in rows:
        if is_headlike(row) and (not entries or entries[-1].body):
            entries.append(Entry([Head(row.span, row)], 1))
        elif entries and is_headlike(row) and not entries[-1].body and len(entries[-1].heads) < 2:
            entries[-1].heads.append(Head(row.span, row, 1))
        elif entries:
            entries[-1].body.append(row)
    return entries
