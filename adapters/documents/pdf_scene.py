"""What a PDF page is made of besides its characters: pictures, shadings and drawings that words may stand on or under.

Only numbers that the file declares are read here. Nothing is decoded, so that a bomb is refused before it goes off.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np

from adapters.documents import pdfium
from adapters.documents.pdf_glyphs import Floats
from schema.errors import DocumentTooComplex

_MAX_OBJECTS = 50_000
_MAX_FORM_DEPTH = 12
_MAX_IMAGE_PIXELS = 100_000_000
_RECTANGLE_SEGMENTS = 5

Box = tuple[float, float, float, float]
"""left, bottom, right, top in page units, y upwards."""


@dataclass(slots=True)
class Scene:
    """The objects of one page, forms opened. Pointers are valid while the page is open."""

    cover: float = 0.0
    """The share of the page that its largest picture covers."""
    pixels: int = 0
    """Declared pixels of all pictures, each as often as it is drawn."""
    images: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    aliased: set[int] = field(default_factory=set)
    """Text objects in whose place the file's `ActualText` is read."""
    forms: bool = False
    """Some of the objects are in forms."""
    busy: list[Box] = field(default_factory=list)
    """Where pictures, shadings and drawings lie that may hold any pattern."""
    plain: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    """Boxes, shape (n, 4). Rectangles and rulings: of one colour inside, a contrast only along their edges."""


def scene_of(page: int, area: float) -> Scene:
    """Look at all objects of a page of so many square points. Raises DocumentTooComplex for absurd sizes and counts."""
    reader = _Reader(area)
    paths = []
    for item, kind in reader.objects(page, pdfium.object_count, pdfium.get_object, 0):
        if kind == pdfium.TEXT:
            reader.scene.texts.append(item)
        elif kind == pdfium.PATH:
            paths.append(item)
        else:
            reader.add(item, kind, reader.bounds(item), 0)
    reader.add_paths(paths)
    return reader.scene


class _Reader:
    def __init__(self, area: float) -> None:
        self.scene = Scene()
        self._area, self._count = max(area, 1.0), 0
        self._box = (pdfium.Float * 4)()
        start = ctypes.addressof(self._box)
        self._sides = (start, start + 4, start + 8, start + 12)
        self._pixels = (pdfium.UInt * 2)()
        self._sizes = (ctypes.addressof(self._pixels), ctypes.addressof(self._pixels) + 4)

    def add(self, item: int, kind: int, place: Box | None, depth: int) -> None:
        """Note one object; `place` is where it, or the outermost form it is in, lies on the page."""
        if kind == pdfium.TEXT:
            self.scene.texts.append(item)
        elif kind == pdfium.FORM:
            self.scene.forms = True
            for inner, inner_kind in self.objects(item, pdfium.form_count, pdfium.form_object, depth + 1):
                self.add(inner, inner_kind, place, depth + 1)
        elif kind == pdfium.IMAGE:
            self._image(item, place)
        elif place is not None:
            self.scene.busy.append(place)

    def add_paths(self, items: list[int]) -> None:
        """Note the drawings of the page's top level all at once: a ruled or dotted page has thousands."""
        boxes = np.zeros((len(items), 4), np.float32)
        sides = [pdfium.addresses(boxes, 4 * side) for side in range(4)]
        placed = np.fromiter(map(pdfium.object_bounds, items, *sides), np.bool_, len(items))
        segments = np.fromiter(map(pdfium.path_segments, items), np.int64, len(items))
        corners = np.hstack([np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])])
        plain = segments <= _RECTANGLE_SEGMENTS
        self.scene.plain = corners[placed & plain].astype(np.float64)
        self.scene.busy += [
            (left, bottom, right, top) for left, bottom, right, top in corners[placed & ~plain].tolist()
        ]

    def objects(self, owner: int, count: Any, get: Any, depth: int) -> Iterator[tuple[int, int]]:
        """Each object of a page or form and its kind."""
        number = max(count(owner), 0)
        self._count += number
        if number and (self._count > _MAX_OBJECTS or depth > _MAX_FORM_DEPTH):
            raise DocumentTooComplex("A page is drawn from more pieces than can be read; export the résumé again")
        items = [item for item in map(get, repeat(owner), range(number)) if item]
        return zip(items, map(pdfium.object_type, items), strict=True)

    def _image(self, item: int, place: Box | None) -> None:
        pdfium.image_pixels(item, *self._sizes)
        size = self._pixels[0] * self._pixels[1]
        if size > _MAX_IMAGE_PIXELS:
            raise DocumentTooComplex("A picture in the file is far too large; export with smaller pictures")
        self.scene.pixels += size
        self.scene.images.append(item)
        if place is not None:
            left, bottom, right, top = place
            self.scene.cover = max(self.scene.cover, min((right - left) * (top - bottom) / self._area, 1.0))
            self.scene.busy.append(place)

    def bounds(self, item: int) -> Box | None:
        """Where an object of the page's top level lies."""
        if not pdfium.object_bounds(item, *self._sides):
            return None
        left, bottom, right, top = self._box
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def as_array(boxes: list[Box]) -> Floats:
    """Boxes as an array (n, 4)."""
    return np.array(boxes, np.float64).reshape(-1, 4)
