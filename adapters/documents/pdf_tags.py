"""What a tagged PDF says of its own structure: in which order its pieces are read, and which are headings or items.

Word processors and browsers write these tags for screen readers. They name pieces of the page's stream by numbers
(marked content), so they can change the order of what stands on the page, never add a word to it.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, NamedTuple

from adapters.documents import pdfium
from adapters.documents.pdf_glyphs import Glyphs
from adapters.documents.pdf_room import ROOM

_MAX_ELEMENTS = 20_000
_MAX_DEPTH = 60
_LONGEST_KIND = 32
"""Bytes of UTF-16; kinds that matter here are short."""
_HEADING = re.compile(r"H[1-6]?|Title")


class Tag(NamedTuple):
    """The place of a piece in the tags' order, and what it is part of. `item` numbers the list items of a page."""

    rank: int
    heading: bool = False
    item: int = 0


def tags_of(page: int, glyphs: Glyphs, *, forms: bool) -> list[Tag | None]:
    """The tag of each of the glyphs' text objects, for an open page; empty for a page without tags.

    `forms` says whether the page has any, with text that is not its own.
    """
    tags = _read_tags(page)
    if not tags:
        return []
    marks = list(map(pdfium.marked_content, glyphs.handles))
    if not forms:
        return list(map(tags.get, marks))
    own, _ = ROOM.matrices.of(pdfium.object_matrix, glyphs.handles)
    # A form numbers its pieces on its own; an object in one has another matrix than its characters.
    on_page = (own[:, :4] == glyphs.matrices[:, :4]).all(axis=1).tolist()
    return [tags.get(mark) if direct else None for mark, direct in zip(marks, on_page, strict=True)]


def _read_tags(page: int) -> dict[int, Tag]:
    """Marked content → its tag."""
    tree = pdfium.load_tags(page)
    if not tree:
        return {}
    try:
        walk = _Walk()
        for number in range(pdfium.tag_roots(tree)):
            walk.visit(pdfium.tag_root(tree, number))
        return {content: tag for content, tag in walk.found.items() if content not in walk.twice}
    finally:
        pdfium.close_tags(tree)


class _Walk:
    """Depth first through the tree, within limits: a broken tree may have loops."""

    def __init__(self) -> None:
        self.found: dict[int, Tag] = {}
        self.twice: set[int] = set()
        """Numbers that a form on the page uses as well: pdfium does not say whose a number is."""
        self._left = _MAX_ELEMENTS
        self._name = ctypes.create_string_buffer(_LONGEST_KIND)
        self._room = pdfium.pointer(ctypes.addressof(self._name))
        self._kinds: dict[bytes, tuple[bool, bool]] = {}
        self._items = 0

    def visit(self, address: int, depth: int = 0, *, heading: bool = False, item: int = 0) -> None:
        """Number the marked content of an element, which is in a heading or in a list item, and of all in it."""
        self._left -= 1
        if not address or self._left < 0 or depth > _MAX_DEPTH:
            return
        element = pdfium.pointer(address)
        is_item, is_heading = self._kind(element)
        if is_item:
            self._items += 1
            item = self._items
        heading = heading or is_heading
        for number in range(pdfium.tag_children(element)):
            content = pdfium.tag_content(element, number)
            if content in self.found:
                self.twice.add(content)
            elif content >= 0:
                self.found[content] = Tag(len(self.found), heading, item)
            else:
                self.visit(pdfium.tag_child(element, number), depth + 1, heading=heading, item=item)

    def _kind(self, element: Any) -> tuple[bool, bool]:
        """Whether it is an item of a list, and whether a heading."""
        length = pdfium.tag_type(element, self._room, _LONGEST_KIND)
        name = self._name.raw[: length - 2] if length <= _LONGEST_KIND else b""
        if name not in self._kinds:
            kind = name.decode("utf-16-le", "replace")
            self._kinds[name] = (kind == "LI", _HEADING.fullmatch(kind) is not None)
        return self._kinds[name]
