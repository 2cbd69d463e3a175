"""Items of a list that a narrow column broke: rows that go on with the one above, by distance or by a known name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.reading.sections import Row
from domain.skills import find_skills

_SAME = 3.0
"""Rows of one column begin, or end, within so many points."""
_APART, _MOST = 1.07, 1.6
"""Lines of one item stand closer than items by this factor at least, and not by more than this one."""
_FEW_WORDS = 4


def _aligned(row: Row, above: Row) -> bool:
    """Next to each other in one column of one type, without white space or a bullet between."""
    a, b = above.line, row.line
    if row.bullet or row.gap or a.x0 is None or a.x1 is None or b.x0 is None or b.x1 is None or a.page != b.page:
        return False
    same_type = round(a.size or 0, 1) == round(b.size or 0, 1) and a.bold == b.bold
    edges = (abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2)
    return same_type and min(edges) <= _SAME and "\t" not in above.text + row.text


def _pitch(row: Row, above: Row) -> float:
    """From line to line, in points; 0 without places."""
    return (row.line.y1 or 0.0) - (above.line.y1 or 0.0)


def _limit(pitches: Sequence[float]) -> float:
    """Below this distance two rows are one item; 0 if all rows stand alike."""
    ordered = sorted(pitch for pitch in pitches if pitch > 0)
    steps = [(high / low, low, high) for low, high in pairwise(ordered)]
    factor, low, high = max(steps, default=(1.0, 0.0, 0.0))
    return (low + high) / 2 if factor >= _APART and ordered[-1] <= _MOST * ordered[0] else 0.0


def _had_no_room(row: Row, above: Row, widest: float) -> bool:
    """The first word of the row did not fit behind the row above, in a column as wide as its widest row."""
    width = (above.line.x1 or 0.0) - (above.line.x0 or 0.0)
    return width * (1 + (len(row.text.split()[0]) + 1) / max(len(above.text), 1)) > widest


def _is_one_name(row: Row, above: Row) -> bool:
    """Both rows together are a skill that the table knows, and they are not two of them."""
    whole = f"{above.text} {row.text}"
    if len(whole.split()) > _FEW_WORDS:
        return False
    return _is_skill(whole) and not (_is_skill(above.text) and _is_skill(row.text))


def _is_skill(text: str) -> bool:
    return any(m.start == 0 and m.end == len(text) for m in find_skills(text, skills_context=True))


def wrapped_items(rows: Sequence[Row]) -> frozenset[int]:
    """Indices of rows that are the rest of the row above.

    Lines of one item stand closer to each other than items do. Where all stand alike, only a name that is known as a
    whole tells. Rows that had room above begin an item in any case.
    """
    pairs = [i for i in range(1, len(rows)) if rows[i].text and rows[i - 1].text and _aligned(rows[i], rows[i - 1])]
    if not pairs:
        return frozenset()
    pitches: dict[float, list[float]] = {}
    for i in pairs:
        pitches.setdefault(round(rows[i].line.size or 0, 1), []).append(_pitch(rows[i], rows[i - 1]))
    limits = {size: _limit(found) for size, found in pitches.items()}
    widest = max((rows[j].line.x1 or 0.0) - (rows[j].line.x0 or 0.0) for i in pairs for j in (i - 1, i))
    found = set()
    for i in pairs:
        row, above = rows[i], rows[i - 1]
        if not _had_no_room(row, above, widest):
            continue
        limit = limits[round(row.line.size or 0, 1)]
        if _pitch(row, above) < limit or (not limit and _is_one_name(row, above)):
            found.add(i)
    return frozenset(found)
