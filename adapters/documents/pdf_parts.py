"""Where one piece of writing ends and another begins though hardly anything, or less than nothing, lies between them.

A title with a date behind a tab that has no room, a line that runs over its cell into the next one: the producer drew
two pieces, and a reader of the page sees two.
"""

from __future__ import annotations

from statistics import median

import numpy as np

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Ints

_APART = 0.04
"""Of the letters' height, beyond what lies between the letters of the pieces themselves."""
_PIECE = 3
"""Letters of a piece; what is shorter is a ligature or a letter that was set alone."""
_TIGHT = -0.03
_BLANK = 0.1
_INTO = -0.15
_OVERPRINTED = 3
_MAX_OVERPRINTED = 4_000
"""Letters on such rows of a page; a page with more of them is a pattern."""


def piece_ends(glyphs: Glyphs, members: Ints, gaps: Floats, joined: Bools) -> Bools:
    """True between two letters of a row that belong to two pieces or words of one font.

    `members` are the letters in the order of rows, `gaps` the distances between each and the next, `joined` where they
    are one word so far. Of a word with letters from a fallback font the pieces differ in font.
    """
    ends = joined & (gaps > _APART)
    if not ends.any():
        return ends
    objects = glyphs.object[members]
    fonts = np.array([*(style.font for style in glyphs.styles), 0], np.int64)[glyphs.style[members]]
    before, after = objects[:-1], objects[1:]
    ends &= (before != after) & (fonts[:-1] == fonts[1:])
    lengths = np.bincount(objects)
    pieces = (lengths[before] >= _PIECE) & (lengths[after] >= _PIECE)
    tight = np.concatenate(([0.0], gaps, [0.0])) < _TIGHT
    ends &= pieces | tight[:-2] | tight[2:]
    word_ends = np.flatnonzero(~joined)
    for at in np.flatnonzero(ends).tolist():
        if pieces[at]:
            usual = max(_usual_gap(side, before, after, gaps, joined) for side in (before[at], after[at]))
            ends[at] = gaps[at] > _APART + max(usual, 0.0)
        else:
            ends[at] = _is_blank(gaps, at, word_ends)
    return ends


def _is_blank(gaps: Floats, at: int, word_ends: Ints) -> bool:
    """Between letters that all stand closer than their font says, as in large headings, a blank shrinks as well."""
    end = int(np.searchsorted(word_ends, at))
    start = int(word_ends[end - 1]) + 1 if end else 0
    word = gaps[start : int(word_ends[end]) if end < len(word_ends) else len(gaps)]
    usual = median(word.tolist())
    return usual < _TIGHT and bool(gaps[at] > usual + _BLANK)


def _usual_gap(piece: int, before: Ints, after: Ints, gaps: Floats, joined: Bools) -> float:
    """Between two letters of a piece; letter-spaced ones stand wide."""
    inside = gaps[(before == piece) & (after == piece) & joined]
    return median(inside.tolist()) if len(inside) else 0.0


def strands_of(glyphs: Glyphs, members: Ints, rows: Ints, gaps: Floats, sizes: Floats) -> Ints:
    """The row of each letter, where rows that are printed over each other have become rows of their own.

    Arguments are as for `piece_ends`; `rows` count from the top and keep their order.
    """
    over = np.flatnonzero((gaps < _INTO) & (rows[1:] == rows[:-1]))
    before, after = members[over], members[over + 1]
    over = over[(np.abs(after - before) > 1) & (glyphs.object[after] != glyphs.object[before])]
    if len(over) < _OVERPRINTED:
        return rows
    crowded = np.flatnonzero(np.bincount(rows[over]) >= _OVERPRINTED)
    if not len(crowded) or np.isin(rows, crowded).sum() > _MAX_OVERPRINTED:
        return rows
    parted = rows * len(members)
    for row in crowded.tolist():
        mine = np.flatnonzero(rows == row)
        parted[mine] += _strands(glyphs, members[mine], float(np.median(sizes[mine])))
    return parted


def _strands(glyphs: Glyphs, members: Ints, size: float) -> Ints:
    """For each letter of a row the number of its strand.

    Piece by piece as the file draws them: one goes on with the strand before it or with another one that has room.
    """
    stream = np.argsort(members)
    inside = members[stream]
    pieces = np.split(stream, np.flatnonzero(np.diff(glyphs.object[inside])) + 1)
    left, right = glyphs.x0[members] - _INTO * size / 2, glyphs.x1[members] + _INTO * size / 2
    strands = np.full(len(members), -1, np.int64)
    current = count = 0
    for piece in pieces:
        over = (left[piece, None] < right) & (right[piece, None] > left)
        taken = set(strands[over.any(axis=0)].tolist())
        current = next((each for each in (current, *range(count)) if each not in taken), count)
        count = max(count, current + 1)
        strands[piece] = current
    return strands
