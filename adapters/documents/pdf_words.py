"""Characters to words to segments. A segment is a piece of a row without a column gap in it.

The file's own stream is trusted where it is continuous; elsewhere (a fallback font draws the accented letters of a word
afterwards, as in Vietnamese) only the distances on the page count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median, median_high

import numpy as np

from adapters.documents.pdf_bidi import as_drawn, as_written, has_right_to_left
from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Ints
from adapters.documents.pdf_looks import IDEOGRAPHS, Look, Looks
from adapters.documents.pdf_tags import Tag
from schema.document import Run

_ROW_STEP = 0.18
_STREAM_GAP = 1.0
_FOREIGN_GAP = 0.14
_SEGMENT_GAP = 1.2
_RESTYLED_GAP = 0.7
_SPACED = 3
_ALPHABETIC = 0.7
_MARKS = np.array([*range(0x300, 0x370), 0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F)])
_BULLETS = frozenset("•◦▪▫●○■□‣∙·–-*➢➤►▶✓✔❖§o\uf0b7\uf0a7")


@dataclass(slots=True)
class Segment:
    """Words side by side on one row. `order` is where its first character stands in the stream."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    order: int
    last: int
    objects: list[int] = field(default_factory=list)
    look: Look | None = None
    """That of most of its letters."""
    ends: tuple[Look, Look] | None = None
    """Those of its first and its last letter."""
    runs: list[Run] = field(default_factory=list)
    tag: Tag | None = None


def segments_of(glyphs: Glyphs, keep: Bools, tags: Mapping[int, Tag]) -> list[Segment]:
    """The segments of the kept characters, row by row from the top; `tags` by marked content."""
    printing = np.flatnonzero(keep)
    if not len(printing):
        return []
    sizes = _sizes(glyphs)
    rank = np.cumsum(keep, dtype=np.int64)
    places = _places(glyphs, sizes)
    looks = Looks(glyphs)
    segments: list[Segment] = []
    for row in _rows(glyphs.base[printing], sizes[printing]):
        members = printing[row]
        members = members[np.lexsort((members, places[members]))]
        members = _without_doubles(glyphs, members, sizes)
        segments += _segments_of_row(glyphs, members, sizes, rank, looks)
    if tags:
        _add_tags(segments, glyphs, tags)
    return segments


def _add_tags(segments: list[Segment], glyphs: Glyphs, tags: Mapping[int, Tag]) -> None:
    by_object = [tags.get(style.mark) for style in glyphs.styles]
    for segment in segments:
        found = [tag for index in segment.objects if (tag := by_object[index])]
        segment.tag = min(found, key=lambda tag: tag.rank, default=None)


def _sizes(glyphs: Glyphs) -> Floats:
    by_object = np.array([style.size for style in glyphs.styles] + [0.0])
    sizes = by_object[glyphs.object]
    return np.where(sizes > 0, sizes, np.maximum(glyphs.y1 - glyphs.y0, 1.0) * 0.8)


def _places(glyphs: Glyphs, sizes: Floats) -> Floats:
    """Where each character belongs in its row: a mark with the letter it was drawn over, in the order of the stream."""
    marks = np.flatnonzero(np.isin(glyphs.codes, _MARKS))
    if not len(marks):
        return glyphs.x0
    places = glyphs.x0.copy()
    for mark in marks[marks > 0].tolist():
        over = glyphs.x0[mark - 1] - 0.3 * sizes[mark] <= glyphs.x0[mark] <= glyphs.x1[mark - 1]
        if over and abs(glyphs.base[mark] - glyphs.base[mark - 1]) < _ROW_STEP * sizes[mark]:
            places[mark] = places[mark - 1]
    return places


def _rows(base: Floats, sizes: Floats) -> list[Ints]:
    """Positions grouped by baseline; a new row begins where the baseline steps."""
    order = np.argsort(base, kind="stable")
    steps = np.diff(base[order]) > _ROW_STEP * np.minimum(sizes[order][1:], sizes[order][:-1])
    return np.split(order, np.flatnonzero(steps) + 1)


def _without_doubles(glyphs: Glyphs, members: Ints, sizes: Floats) -> Ints:
    """Drop a character drawn again at nearly the same place, which some producers do for bold."""
    if len(members) < 2:
        return members
    same = (glyphs.codes[members][1:] == glyphs.codes[members][:-1]) & (
        np.abs(np.diff(glyphs.x0[members])) < 0.1 * sizes[members][1:]
    )
    return members[np.concatenate(([True], ~same))]


def _segments_of_row(glyphs: Glyphs, members: Ints, sizes: Floats, rank: Ints, looks: Looks) -> list[Segment]:
    before, after = members[:-1], members[1:]
    height = np.maximum(sizes[before], sizes[after])
    gap = (glyphs.x0[after] - glyphs.x1[before]) / height
    neighbours = rank[after] - rank[before] == 1
    spaced = neighbours & (after - before > 1)
    split = np.where(neighbours, spaced | (gap > _STREAM_GAP), gap > _FOREIGN_GAP)
    # A space in the stream whose letters stand so close that nobody sees it is the extractor's guess.
    split &= gap > -0.5
    words = np.split(members, np.flatnonzero(split) + 1)
    gaps = gap[split].tolist()
    groups: list[list[Ints]] = [[words[0]]]
    inner: list[list[float]] = [[]]
    for word, distance in zip(words[1:], gaps, strict=True):
        limit = _SEGMENT_GAP if looks.alike(groups[-1][-1], word) else _RESTYLED_GAP
        if distance > limit and not _is_bullet(glyphs, groups[-1]):
            groups.append([word])
            inner.append([])
        else:
            groups[-1].append(word)
            inner[-1].append(distance)
    return [_segment(glyphs, group, distances, sizes, looks) for group, distances in zip(groups, inner, strict=True)]


def _is_bullet(glyphs: Glyphs, group: list[Ints]) -> bool:
    return len(group) == 1 and len(group[0]) == 1 and chr(int(glyphs.codes[group[0][0]])) in _BULLETS


def _segment(glyphs: Glyphs, words: list[Ints], gaps: list[float], sizes: Floats, looks: Looks) -> Segment:
    members = np.concatenate(words)
    texts = [glyphs.text(word) for word in words]
    text = _turned(glyphs, words) if any(map(has_right_to_left, texts)) else _join(texts, gaps)
    kinds = looks.of(members)
    look = looks.kinds[int(np.bincount(kinds).argmax())]
    runs = looks.runs(words) if kinds.min() != kinds.max() and text == " ".join(texts) else []
    return Segment(
        text=text,
        x0=float(glyphs.x0[members].min()),
        y0=float(glyphs.y0[members].min()),
        x1=float(glyphs.x1[members].max()),
        y1=float(glyphs.y1[members].max()),
        base=median_high(glyphs.base[members].tolist()),
        size=median_high(sizes[members].tolist()),
        bold=look.bold,
        order=int(members.min()),
        last=int(members.max()),
        objects=np.unique(glyphs.object[members]).tolist(),
        look=look,
        ends=(looks.kinds[int(kinds[0])], looks.kinds[int(kinds[-1])]),
        runs=runs if len(runs) > 1 else [],
    )


def _turned(glyphs: Glyphs, words: list[Ints]) -> str:
    """Words side by side of which some run from right to left, in the order in which they are read."""
    number = {int(member): place for place, word in enumerate(words) for member in word}
    drawn = as_drawn([(number[i], float(glyphs.x0[i]), glyphs.text(np.array([i]))) for i in sorted(number)])
    members = np.concatenate(words)
    left, right = float(glyphs.x0[members].min()), glyphs.width - float(glyphs.x1[members].max())
    return as_written(drawn, left=left, right=right)


def _join(words: list[str], gaps: list[float]) -> str:
    """Words with spaces between; letter-spaced headings (`S K I L L S`, `職 務 要 約`) become words again."""
    letters = sum(len(word) for word in words if word[0].isalpha())
    alphabetic = sum(word[0].isalpha() for word in words)
    if len(words) < _SPACED or alphabetic < _ALPHABETIC * len(words) or letters > 1.8 * alphabetic:
        return " ".join(words)
    if any(ord(c) >= IDEOGRAPHS for word in words for c in word):
        return "".join(words) if max(map(len, words)) == 1 else " ".join(words)
    limit = max(1.6 * median(gaps), median(gaps) + 0.12)
    return words[0] + "".join((" " if gap > limit else "") + word for gap, word in zip(gaps, words[1:], strict=True))
