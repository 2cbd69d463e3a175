"""PDF pages that are pictures: told from pages of text, drawn at the size that recognition likes, and read.

What a reader sees decides. A scan's own text layer is kept where the picture confirms it, since it was often made by a
better program; words of it that the picture does not show are hidden text.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from adapters.documents import pdfium
from adapters.documents.draft import Draft
from adapters.documents.ocr import DPI, PictureReader
from adapters.documents.ocr_piece import Grey
from adapters.documents.pdf_glyphs import page_bounds
from adapters.documents.pdf_scene import Scene
from schema.document import Flag, Line

_MAX_PIXELS = 9_000_000
_GREY = 1
_ANNOTATIONS = 1
_BACKGROUND_SHARE = 0.5
_FEW_LETTERS = 60
_DRAWINGS = 20
"""Words drawn as outlines make hundreds; rules and icons of an empty page make a handful."""
_UNMAPPED_SHARE = 0.3
_UNUSUAL = re.compile("[^!-~]")
_SAME_WORDS = 70
_CONFIRMED_SHARE = 0.6
_UNSEEN_LAYER = "Text laid under a scan that the picture does not show"


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What is known of a page's own text beside its lines."""

    unseen: bool = False
    """All of it lies invisibly over or under a picture, as text recognition of a scanner does."""
    lies: bool = False
    """Much of it is other characters than the page shows."""
    rotation: int = 0
    """Quarter turns by which the page must be turned for its text to stand upright."""


def complete(
    page: int, number: int, scene: Scene, layer: TextLayer, draft: Draft, first: int, reader: PictureReader | None
) -> None:
    """Read the page's picture where its own lines, from index `first` of the draft on, cannot be all there is to see.

    Without a reader the page is only noted.
    """
    own = draft.lines[first:]
    if not _says_more(scene, layer, own):
        return
    if reader is None:
        draft.pictures.append(number)
        if not (layer.unseen or layer.lies):  # those have flags of their own
            detail = f"Page {number} is a picture or has unusable text; text recognition was not there to read it"
            draft.flags.append(Flag(kind="truncated", detail=detail, page=number))
        return
    grey, points = render_grey(page)
    seen = reader.lines(grey, points=points, page=number)
    if seen is None:
        return
    if layer.unseen:
        draft.lines[first:] = _confirmed(own, seen, number, draft)
    elif _letters(seen) >= (0.5 if layer.lies or _unmapped(own) else 1.0) * _letters(own):
        draft.lines[first:] = seen


def _says_more(scene: Scene, layer: TextLayer, own: list[Line]) -> bool:
    if layer.unseen or layer.lies or _unmapped(own):
        return True
    if not scene.cover and len(scene.busy) < _DRAWINGS:
        return False
    letters = _letters(own)
    if not letters:
        return scene.cover > 0 or len(scene.busy) >= _DRAWINGS
    return letters < _FEW_LETTERS and scene.cover > _BACKGROUND_SHARE


def _unmapped(lines: list[Line]) -> bool:
    """The file does not say which characters much of its text is."""
    characters = "".join("".join(line.text for line in lines).split())
    if characters.isprintable() and "\ufffd" not in characters:
        return False
    unusual: list[str] = _UNUSUAL.findall(characters)
    unknown = sum(c == "\ufffd" or unicodedata.category(c) in {"Co", "Cc", "Cn"} for c in unusual)
    return unknown > _UNMAPPED_SHARE * max(len(characters), 1)


def _confirmed(layer: list[Line], seen: list[Line], number: int, draft: Draft) -> list[Line]:
    """The layer's lines that the picture shows, or the recognised ones where the layer holds too little of them."""
    page = "".join(map(_plain, seen))
    honest = [line for line in layer if _is_on(line, page)]
    for line in layer:
        if line not in honest:
            draft.hide(line.text, _UNSEEN_LAYER, number)
    return honest if _letters(honest) >= _CONFIRMED_SHARE * _letters(seen) else seen


def _is_on(line: Line, page: str) -> bool:
    words = _plain(line)
    return len(words) <= len(page) and fuzz.partial_ratio(words, page) >= _SAME_WORDS


def _plain(line: Line) -> str:
    """Letters and digits alone, without case and accents, which recognition gets wrong first."""
    decomposed = unicodedata.normalize("NFKD", line.text.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def _letters(lines: list[Line]) -> int:
    return sum(map(str.isalnum, "".join(line.text for line in lines)))


def render_grey(page: int) -> tuple[Grey, float]:
    """The page on white paper as it is shown, and how many points wide a pixel is. The size is bounded."""
    left, bottom, right, top = page_bounds(page)
    across, along = right - left, top - bottom
    if pdfium.page_rotation(page) % 2:
        across, along = along, across
    scale = min(DPI / 72, math.sqrt(_MAX_PIXELS / max(across * along, 1.0)))
    width, height = max(int(across * scale), 1), max(int(along * scale), 1)
    picture = np.full((height, width), 255, np.uint8)
    bitmap = pdfium.create_bitmap(width, height, _GREY, ctypes.c_void_p(picture.ctypes.data), width)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.render_page(bitmap, page, 0, 0, width, height, 0, _ANNOTATIONS)
    finally:
        pdfium.destroy_bitmap(bitmap)
    return picture, 1 / scale
