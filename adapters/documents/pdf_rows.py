"""The characters of a page row by row and from left to right, cut into words.

The file's own stream is trusted where it is continuous; elsewhere (a fallback font draws the accented letters of a word
afterwards, as in Vietnamese) only the distances on the page count. All is done for the whole page at once: a page has
hundreds of words, and arrays of five letters are slower than lists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Ints, as_text
from adapters.documents.pdf_parts import piece_ends, strands_of

_ROW_STEP = 0.18
_STREAM_GAP = 1.0
_FOREIGN_GAP = 0.14
_FIRST_MARK, _LAST_MARK = 0x300, 0xE4E
_MARK = np.zeros(_LAST_MARK + 2, np.bool_)
_MARK[[*range(_FIRST_MARK, 0x370), 0xE31, *range(0xE34, 0xE3B), *range(0xE47, _LAST_MARK + 1)]] = True


@dataclass(slots=True)
class Letters:
    """The kept characters in the order of rows."""

    members: Ints
    """Which characters of the page they are."""
    texts: list[str]
    sizes: Floats
    words: Ints
    """Where words begin; the last entry is the number of letters."""
    gaps: list[float]
    """Before each word, the distance to the word before it in letters' heights; infinite where a row begins."""


def letters_of(glyphs: Glyphs, keep: Bools) -> Letters:
    """The kept characters of a page that has some."""
    printing = np.flatnonzero(keep)
    sizes = _sizes(glyphs)
    places = _places(glyphs, sizes)[printing]
    rows = _rows(glyphs.base[printing], sizes[printing])
    # What stands at one place stays in the order of the stream.
    order = np.argsort(rows * (np.ptp(places) + 1.0) + places, kind="stable")
    members, rows = printing[order], rows[order]
    single = _without_doubles(glyphs, members, rows, sizes)
    members, rows = members[single], rows[single]
    gap = _gaps(glyphs, members, sizes)
    strands = strands_of(glyphs, members, rows, gap, sizes[members])
    if strands is not rows:
        order = np.lexsort((members, glyphs.x0[members], strands))
        members, rows = members[order], strands[order]
        gap = _gaps(glyphs, members, sizes)
    before, after = members[:-1], members[1:]
    rank = np.cumsum(keep, dtype=np.int64)
    neighbours = rank[after] - rank[before] == 1
    spaced = neighbours & (after - before > 1)
    split = np.where(neighbours, spaced | (gap > _STREAM_GAP), gap > _FOREIGN_GAP)
    # A space in the stream whose letters stand so close that nobody sees it is the extractor's guess.
    split &= gap > -0.5
    turns = rows[1:] != rows[:-1]
    split |= piece_ends(glyphs, members, gap, ~(split | turns))
    gap[turns] = np.inf
    starts = np.flatnonzero(split | turns) + 1
    words = np.concatenate(([0], starts, [len(members)]))
    return Letters(members, _texts(glyphs.codes[members]), sizes[members], words, [np.inf, *gap[starts - 1].tolist()])


def _gaps(glyphs: Glyphs, members: Ints, sizes: Floats) -> Floats:
    """Between each letter and the next, in letters' heights."""
    before, after = members[:-1], members[1:]
    return (glyphs.x0[after] - glyphs.x1[before]) / np.maximum(sizes[before], sizes[after])


def _sizes(glyphs: Glyphs) -> Floats:
    by_style = [*(style.size for style in glyphs.styles), 0.0]
    sizes = np.array(by_style)[glyphs.style]
    if min(by_style[:-1], default=0.0) > 0:
        return sizes
    return np.where(sizes > 0, sizes, np.maximum(glyphs.y1 - glyphs.y0, 1.0) * 0.8)


def _places(glyphs: Glyphs, sizes: Floats) -> Floats:
    """Where each character belongs in its row: a mark with the letter it was drawn over, in the order of the stream."""
    marks = np.flatnonzero(_MARK[np.minimum(glyphs.codes, _LAST_MARK + 1)])
    if not len(marks):
        return glyphs.x0
    places = glyphs.x0.copy()
    for mark in marks[marks > 0].tolist():
        over = glyphs.x0[mark - 1] - 0.3 * sizes[mark] <= glyphs.x0[mark] <= glyphs.x1[mark - 1]
        if over and abs(glyphs.base[mark] - glyphs.base[mark - 1]) < _ROW_STEP * sizes[mark]:
            places[mark] = places[mark - 1]
    return places


def _rows(base: Floats, sizes: Floats) -> Ints:
    """The row of each character, counted from the top; a new row begins where the baseline steps."""
    order = np.argsort(base, kind="stable")
    steps = np.diff(base[order]) > _ROW_STEP * np.minimum(sizes[order][1:], sizes[order][:-1])
    rows = np.zeros(len(base), np.int64)
    rows[order[1:]] = np.cumsum(steps)
    return rows


def _without_doubles(glyphs: Glyphs, members: Ints, rows: Ints, sizes: Floats) -> Bools:
    """False for a character drawn again at nearly the same place, which some producers do for bold."""
    codes, x0 = glyphs.codes[members], glyphs.x0[members]
    close = np.abs(np.diff(x0)) < 0.1 * sizes[members][1:]
    double = (codes[1:] == codes[:-1]) & close & (rows[1:] == rows[:-1])
    return np.concatenate(([True], ~double))


def _texts(codes: Ints) -> list[str]:
    """One string for each character; of two UTF-16 halves side by side the first has both."""
    texts = list(as_text(codes))
    for at in np.flatnonzero((codes >= 0xD800) & (codes <= 0xDFFF)).tolist():
        if "\ud800" <= texts[at] <= "\udbff" and at + 1 < len(texts) and "\udc00" <= texts[at + 1] <= "\udfff":
            texts[at] = (texts[at] + texts[at + 1]).encode("utf-16", "surrogatepass").decode("utf-16")
        else:
            texts[at] = ""
    return texts
