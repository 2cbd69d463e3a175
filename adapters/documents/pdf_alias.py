"""`ActualText`: what a PDF says that a drawing reads. Most of it is true (ligatures, hyphens), but nobody sees it.

pdfium puts it in the place of the letters. Where it says something else than they do, it is taken off the page, so that
the letters are read.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat

from rapidfuzz import fuzz

from adapters.documents import pdfium
from adapters.documents.pdf_scene import Scene, scene_of

_SPOKEN = 4
"""Letters from which on it can be told whether two texts differ; what is shorter is judged together."""
_ALIKE = 50.0
_PER_GLYPH, _SPARE = 3, 30
"""An icon may be called by a word or two, not by a paragraph."""


@dataclass(slots=True)
class _Alias:
    text: str
    members: list[int] = field(default_factory=list)
    """Which of the text objects it stands for."""


def remove_false_aliases(document: int, number: int, scene: Scene) -> list[str]:
    """Take lying `ActualText` off the text objects of the open page `number` (from 0); returns what it said."""
    objects = scene.texts
    aliases = _aliases(objects)
    scene.aliased = {objects[member] for alias in aliases for member in alias.members}
    letters = [len(_letters(alias.text)) for alias in aliases]
    if max(letters, default=0) < _SPOKEN and sum(letters) < 10 * _SPOKEN:
        return []
    own = _own_texts(document, number, objects, aliases)
    false = [each for group in _judged_together(aliases) if _lies(group, own) for each in group]
    for alias in false:
        for member in alias.members:
            _take_off(objects[member])
            scene.aliased.discard(objects[member])
    return [alias.text for alias in false]


def _aliases(objects: Sequence[int]) -> list[_Alias]:
    """In the order of the page; neighbours under one mark are one."""
    found: list[_Alias] = []
    for index in _with_aliases(objects):
        text = next((text for _, text in _marks(objects[index]) if text), "")
        if text and found and found[-1].text == text and found[-1].members[-1] == index - 1:
            found[-1].members.append(index)
        elif text:
            found.append(_Alias(text, [index]))
    return found


def _with_aliases(objects: Sequence[int]) -> list[int]:
    """Which objects have a mark with `ActualText`. In a tagged file each has marks, and hardly any has this one."""
    counts = map(pdfium.mark_count, objects)
    owners = [(index, mark) for index, count in enumerate(counts) for mark in range(count)]
    marks = map(pdfium.get_mark, [objects[index] for index, _ in owners], [mark for _, mark in owners])
    length = pdfium.UInt(0)
    asked = (repeat(argument) for argument in (b"ActualText", None, 0, ctypes.addressof(length)))
    found = list(map(pdfium.mark_text, marks, *asked))
    return sorted({index for (index, _), has_text in zip(owners, found, strict=True) if has_text})


def _marks(item: int) -> list[tuple[int, str]]:
    marks = [pdfium.get_mark(item, index) for index in range(pdfium.mark_count(item))]
    return [(mark, _actual_text(mark)) for mark in marks if mark]


def _actual_text(mark: int) -> str:
    length = pdfium.UInt(0)
    if not pdfium.mark_text(mark, b"ActualText", None, 0, ctypes.addressof(length)) or not 2 < length.value < 1 << 20:
        return ""
    buffer = ctypes.create_string_buffer(length.value)
    pdfium.mark_text(mark, b"ActualText", buffer, length.value, ctypes.addressof(length))
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def _take_off(item: int) -> None:
    for mark, text in _marks(item):
        if text:
            pdfium.remove_mark(item, mark)


def _judged_together(aliases: Sequence[_Alias]) -> list[list[_Alias]]:
    short = [alias for alias in aliases if len(_letters(alias.text)) < _SPOKEN]
    return [[alias] for alias in aliases if alias not in short] + ([short] if short else [])


def _lies(group: Sequence[_Alias], own: dict[int, str | None]) -> bool:
    drawn = [own.get(member, "") for alias in group for member in alias.members]
    said = _letters(" ".join(alias.text for alias in group))
    letters = _letters(" ".join(text or "" for text in drawn))
    if len(said) > _SPARE + _PER_GLYPH * sum(len(text) if text else 1 for text in drawn):
        return True
    if None in drawn or len(letters) < _SPOKEN or len(said) < _SPOKEN:
        return False
    return fuzz.ratio(said, letters) < _ALIKE


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _own_texts(document: int, number: int, objects: Sequence[int], aliases: Sequence[_Alias]) -> dict[int, str | None]:
    """What the letters of each aliased object read by their font; None where the font does not say.

    Marks cannot be put back, so they are taken off a second copy of the page.
    """
    page = pdfium.load_page(document, number)
    copies = scene_of(page, 1.0).texts if page else []
    if len(copies) != len(objects):
        return {}
    wanted = {copies[member]: member for alias in aliases for member in alias.members}
    for copy in wanted:
        _take_off(copy)
    text_page = pdfium.load_text(page)
    try:
        return _texts(text_page, wanted)
    finally:
        pdfium.close_text(text_page)
        pdfium.close_page(page)


def _texts(text_page: int, wanted: dict[int, int]) -> dict[int, str | None]:
    codes: dict[int, list[str]] = {}
    text = pdfium.pointer(text_page)
    unmapped: set[int] = set()
    for index in range(max(pdfium.char_count(text_page), 0)):
        item = pdfium.text_object(text, index)
        if item in wanted:
            codes.setdefault(wanted[item], []).append(chr(pdfium.unicode_at(text, index)))
            if pdfium.unmapped(text_page, index):
                unmapped.add(wanted[item])
    return {member: None if member in unmapped else "".join(codes.get(member, ())) for member in wanted.values()}
