"""Pieces of a document that remember where they stand, so that every value can be traced to its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_EDGE = " \t\r\n\u00a0\u200b,;|·•"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
_HYPHENATED = re.compile(r"(?<=\w[-‐/])[ \t]*\n\s*(?=\w)(?!(?:und|oder|bzw|and|or|et|ou|y|o|e|i|lub|oraz)\b)")
_UNSPACED = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff、。，])[ \t]*\n\s*(?=[\u3040-\u30ff\u3400-\u9fff])")


class Span(NamedTuple):
    """`text` is exactly `document.text[start:end]`; `page` counts from 1. A tuple, as a page is cut into thousands."""

    text: str
    start: int
    page: int = 1

    @property
    def end(self) -> int:
        """Index behind the last character."""
        return self.start + len(self.text)

    @property
    def value(self) -> str:
        """The text on one line: breaks and runs of spaces are one space, none behind a hyphen or between characters."""
        text = self.text
        if "\n" in text:
            text = _UNSPACED.sub("", _HYPHENATED.sub("", text))
        return " ".join(text.split())

    @property
    def tight(self) -> str:
        """The text without any white space: an address that was broken over lines."""
        return "".join(self.text.split())

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, end: int | None = None) -> Span:
        """The part between two indices of `text`."""
        return Span(self.text[start:end], self.start + start, self.page)

    def strip(self, characters: str = _EDGE) -> Span:
        """Without these characters at both ends."""
        text = self.text
        if not text or (text[0] not in characters and text[-1] not in characters):
            return self
        behind = text.lstrip(characters)
        return Span(behind.rstrip(characters), self.start + len(text) - len(behind), self.page)

    def left_strip(self, characters: str) -> Span:
        """Without these characters at the beginning."""
        return self.cut(len(self.text) - len(self.text.lstrip(characters)))

    def right_strip(self, characters: str) -> Span:
        """Without these characters at the end."""
        return self.cut(0, len(self.text.rstrip(characters)))

    def split(self, pattern: re.Pattern[str]) -> list[Span]:
        """The non-empty pieces between matches, stripped."""
        if pattern.search(self.text) is None:  # most texts of most patterns
            return [piece] if (piece := self.strip()).text else []
        pieces, at = [], 0
        for found in pattern.finditer(self.text):
            pieces.append(self.cut(at, found.start()).strip())
            at = found.end()
        pieces.append(self.cut(at).strip())
        return [piece for piece in pieces if piece.text]

    def without(self, inner: Span) -> list[Span]:
        """What stands before and after `inner`, brackets and dashes around the hole removed."""
        before = self.cut(0, inner.start - self.start).strip(_EDGE + "–—-−:").right_strip(" ([（【")
        after = self.cut(inner.end - self.start).left_strip(" )]）】").strip(_EDGE + "–—-−:")
        return [piece for piece in (before, after) if any(c.isalnum() for c in piece.text)]


def cover(text: str, spans: Iterable[Span]) -> Span:
    """The stretch of the document from the first to the last of these spans."""
    ordered = list(spans)
    start, end = min(s.start for s in ordered), max(s.end for s in ordered)
    return Span(text[start:end], start, ordered[0].page)


def unwrap(span: Span) -> Span:
    """Without one pair of brackets or asterisks around it."""
    stripped = span.strip(_EDGE + "*_")
    if stripped.text[:1] in _BRACKETS and stripped.text.endswith(_BRACKETS[stripped.text[0]]):
        return stripped.cut(1, -1).strip()
    return stripped
