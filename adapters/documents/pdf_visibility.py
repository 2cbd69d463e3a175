"""Which characters of a PDF page a reader cannot see, and why.

Object signals (mode, alpha, size) come with the glyphs, and a box tells what lies off the page. All else shows on the
rendered page: a word whose place is of one colour is not there for a reader, whether it is white, covered, clipped, on
a hidden layer, behind a mask or drawn with empty glyphs. Where something other than text could be what is seen there,
the page is rendered once more without its text and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Ints, page_bounds, turn
from adapters.documents.pdf_render import Raster, contrast, highest, render, share_at_least, switched_off
from adapters.documents.pdf_scene import Scene, as_array
from adapters.documents.pdf_shapes import FontFaults

OFF_PAGE = "Text outside the page"
LIGHT = "Text in the colour of the paper"
UNSEEN = "Text that cannot be seen on the page"
MISNAMED = "Letters that look unlike what the file calls them"
_DPI = 48
_CLOSE_DPI = 120
_CONTRAST = 20
_PAPER = 230
_MOSTLY = 0.6
_HEAVY_PIXELS = 40_000_000
_RUN = 12
_COMPARED = 200_000
"""Pairs of areas and runs that are held in memory at once."""
_HEIGHT = 0.6
_TRUSTED_SIZE = 2.0


@dataclass(frozen=True, slots=True)
class _Runs:
    """Pieces of words, about as wide as a word: the unit of what is seen. Boxes are points, origin top left."""

    of: Ints
    """The run of each of the characters looked at."""
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    decided: Bools
    """Enough letters to be sure that ink is missing, which a full stop or a dash alone is not."""
    light: Bools
    undrawn: Bools
    """Most letters can be seen by the file's reader at best: here is no font to draw them with."""

    def some(self, chosen: Bools) -> _Runs:
        """Only the chosen runs; characters lose their run."""
        nowhere = np.zeros(0, np.int64)
        boxes = (self.x0[chosen], self.y0[chosen], self.x1[chosen], self.y1[chosen])
        return _Runs(nowhere, *boxes, self.decided[chosen], self.light[chosen], self.undrawn[chosen])


def hidden_reasons(
    page: int, glyphs: Glyphs, printing: Bools, scene: Scene, faults: FontFaults
) -> tuple[Ints, list[str]]:
    """Per character an index into the reasons, 0 for visible.

    `printing` are the characters that should leave ink.
    """
    reasons = ["", OFF_PAGE, LIGHT, UNSEEN, MISNAMED]
    by_style = [_index(reasons, style.hidden) for style in glyphs.styles]
    marks = np.array([*by_style, 0], np.int64)[glyphs.style]
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.y0 + glyphs.y1) / 2
    off = (x < 0) | (y < 0) | (x > glyphs.width) | (y > glyphs.height)
    marks[off & (marks == 0)] = 1
    marks[faults.misnamed & (marks == 0)] = 4
    members = np.flatnonzero(printing & (marks == 0))
    if len(members):
        runs = _runs(glyphs, members, faults.undrawn[members])
        unseen = _unseen(page, glyphs, runs, scene)
        marks[members] = np.where(unseen, np.where(runs.light, 2, 3), 0)[runs.of]
    return marks, reasons


def _index(reasons: list[str], reason: str | None) -> int:
    if reason is None:
        return 0
    if reason not in reasons:
        reasons.append(reason)
    return reasons.index(reason)


def _runs(glyphs: Glyphs, members: Ints, undrawn: Bools) -> _Runs:
    """Neighbours in the stream that stand side by side in one style of hiding."""
    styles = glyphs.styles
    of_style = glyphs.style[members]
    size = np.array([*(style.size for style in styles), 0.0])[of_style]
    light = np.array([*(style.light for style in styles), False])[of_style]
    turned = np.array([*(style.quarter for style in styles), 0])[of_style] != glyphs.rotation
    x0, x1, base = glyphs.x0[members], glyphs.x1[members], glyphs.base[members]
    y0, y1 = glyphs.y0[members], glyphs.y1[members]
    new = np.ones(len(members), np.bool_)
    new[1:] = (np.diff(members) > 1) | (light[1:] != light[:-1]) | (np.abs(np.diff(base)) > 0.1 * size[1:] + 0.01)
    new[1:] |= (np.abs(x0[1:] - x1[:-1]) > np.maximum(size[1:], 1.0)) | turned[1:]
    begin = np.maximum.accumulate(np.where(new, np.arange(len(members)), 0))
    new |= (np.arange(len(members)) - begin) % _RUN == 0
    starts = np.flatnonzero(new)
    decided = np.add.reduceat(_alphanumeric(glyphs.codes[members]).astype(np.int64), starts) >= 2
    # A letter's body stands on its line. Some fonts give no size, and turned letters have another body.
    whole = (size < _TRUSTED_SIZE) | turned
    upper, lower = np.where(whole, y0, base - _HEIGHT * size), np.where(whole, y1, base)
    of = np.cumsum(new) - 1
    # Without letters, all of the line's height counts: a comma hangs below it, a quotation mark above.
    alone = ~decided[of] & ~whole
    upper, lower = np.where(alone, base - 0.85 * size, upper), np.where(alone, base + 0.25 * size, lower)
    return _Runs(
        of,
        np.minimum.reduceat(x0, starts),
        np.minimum.reduceat(upper, starts),
        np.maximum.reduceat(x1, starts),
        np.maximum.reduceat(lower, starts),
        decided,
        light[starts],
        np.add.reduceat(undrawn.astype(np.int64), starts) * 2 > np.diff(np.append(starts, len(members))),
    )


def _alphanumeric(codes: Ints) -> Bools:
    unique, index = np.unique(codes, return_inverse=True)
    kinds = np.array([chr(code).isalnum() for code in unique.tolist()], np.bool_)
    found: Bools = kinds[index.reshape(-1)]
    return found


def _unseen(page: int, glyphs: Glyphs, runs: _Runs, scene: Scene) -> Bools:
    """Which runs leave no mark on the page. What seems so from afar is looked at closely before it counts."""
    left_out = scene.images if scene.pixels > _HEAVY_PIXELS else []
    with switched_off(left_out):
        # Grey shows no more contrast than colours do: what is seen in grey is seen.
        unseen = _look(page, glyphs, runs, scene, _DPI, grey=True)
        suspects = unseen & runs.decided
        if suspects.any():
            unseen[suspects] = _look(page, glyphs, runs.some(suspects), scene, _CLOSE_DPI, grey=False)
    if left_out:
        # Over a picture too large to draw, light letters may well be seen.
        unseen &= ~_touch(_placed(page, glyphs, as_array(scene.busy)), runs)
    return _with_neighbours(unseen, runs.decided)


def _look(page: int, glyphs: Glyphs, runs: _Runs, scene: Scene, dpi: float, *, grey: bool) -> Bools:
    draw = partial(render, page, glyphs, dpi, grey=grey)
    raster = draw()
    boxes = raster.boxes(runs.x0, runs.y0, runs.x1, runs.y1)
    unseen: Bools = contrast(raster.picture, boxes) < _CONTRAST
    doubtful = ~unseen & (runs.light | _crossed(page, glyphs, runs, scene))
    if doubtful.any():
        with switched_off(scene.texts):
            bare = draw()
        # Without a detour over signed numbers this is many times faster.
        change = np.maximum(raster.picture, bare.picture) - np.minimum(raster.picture, bare.picture)
        unseen[doubtful] = highest(change, boxes[doubtful]) < _CONTRAST
        on_light = doubtful & ~unseen & runs.light
        on_light[on_light] = share_at_least(bare.picture, boxes[on_light], _PAPER) > _MOSTLY
        if on_light.any():
            unseen[on_light] = ~_darkens(glyphs, bare, boxes[on_light], scene, draw)
    if runs.undrawn.any():
        light = runs.light & (share_at_least(raster.picture, boxes, _PAPER) > _MOSTLY)
        unseen = np.where(runs.undrawn, light, unseen)
    return unseen


def _darkens(glyphs: Glyphs, bare: Raster, boxes: Ints, scene: Scene, draw: Callable[[], Raster]) -> Bools:
    """Boxes that light letters alone, without the other text, make darker: by an outline or by a pattern inside.

    White ones only lighten what stands in their place.
    """
    styles = zip(glyphs.pointers, glyphs.style_of.tolist(), strict=True)
    light = {pointer for pointer, style in styles if glyphs.styles[style].light}
    with switched_off([item for item in scene.texts if item not in light]):
        alone = draw()
    darker = bare.picture - np.minimum(bare.picture, alone.picture)
    found: Bools = highest(darker, boxes) >= _CONTRAST
    return found


def _crossed(page: int, glyphs: Glyphs, runs: _Runs, scene: Scene) -> Bools:
    """Runs that stand on or under something of several colours, or on the edge of a rectangle or ruling."""
    crossed = _touch(_placed(page, glyphs, as_array(scene.busy)), runs)
    for x0, y0, x1, y1 in _sides(_placed(page, glyphs, scene.plain), runs):
        apart = (runs.x1 < x0) | (runs.x0 > x1) | (runs.y1 < y0) | (runs.y0 > y1)
        inside = (runs.x0 > x0) & (runs.x1 < x1) & (runs.y0 > y0) & (runs.y1 < y1)
        crossed |= ~(apart | inside).all(axis=0)
    return crossed


def _touch(areas: Floats, runs: _Runs) -> Bools:
    touched = np.zeros(len(runs.x0), np.bool_)
    for x0, y0, x1, y1 in _sides(areas, runs):
        touched |= ((runs.x1 > x0) & (runs.x0 < x1) & (runs.y1 > y0) & (runs.y0 < y1)).any(axis=0)
    return touched


def _sides(areas: Floats, runs: _Runs) -> Iterator[Floats]:
    """x0, y0, x1, y1 of many areas at once, to be compared with all runs: shape (4, areas, 1)."""
    step = max(_COMPARED // len(runs.x0), 1)
    for start in range(0, len(areas), step):
        yield areas[start : start + step].T[:, :, None]


def _placed(page: int, glyphs: Glyphs, raw: Floats) -> Floats:
    """Boxes of page units as they lie on the page shown: x0, y0, x1, y1 from the top left."""
    placed = turn(raw, np.zeros((len(raw), 2)), page_bounds(page), glyphs.rotation)
    return np.stack(placed[:4], axis=1)


def _with_neighbours(unseen: Bools, decided: Bools) -> Bools:
    """Signs without letters that leave no mark count as the run before them does, at the beginning as the one after."""
    known = np.flatnonzero(decided)
    if not len(known):
        return unseen
    before = np.maximum(np.searchsorted(known, np.arange(len(decided)), side="right") - 1, 0)
    return np.where(decided, unseen, unseen & unseen[known[before]])
