"""Find a proposed value in a text, whatever its case, accents or line breaks; dates and phones in their own way."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from domain.reading.dates import find_range, written_dates
from domain.reading.lexicon import is_cjk, lexicon
from domain.reading.spans import Span
from schema.document import Document

_DIGITS = re.compile(r"\+?\(?\d[\d\s().\-/\u00a0‐–]{5,22}\d")
_BULLETS = frozenset("•◦‣▪▫■□●○◆◇►▸➢➤✓✔\u200b\u00ad\ufeff")


def _plain(text: str) -> str:
    """Casefolded, without accents, every white space a blank."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept.replace("đ", "d").replace("ł", "l").replace("’", "'")


class TextIndex:
    """A document made searchable; every find gives back the document's own characters."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [line.start for line in document.lines]
        characters: list[str] = []
        self._origin: list[int] = []
        for at, character in enumerate(document.text):
            plain = " " if character.isspace() else "" if character in _BULLETS else _plain(character)
            for c in plain:
                if c != " " or (characters and characters[-1] != " "):
                    characters.append(c)
                    self._origin.append(at)
        self._text = "".join(characters)

    def span(self, start: int, end: int) -> Span:
        """The document's characters between two indices, with their page."""
        line = bisect_right(self._starts, start) - 1
        page = self._document.lines[line].page if line >= 0 else 1
        return Span(self._document.text[start:end], start, page)

    def find(self, value: str, near: int = 0) -> Span | None:
        """The occurrence of a value as whole words that is nearest to index `near`, None if there is none."""
        needle = " ".join(_plain(value).split())
        if not needle:
            return None
        hits: list[Span] = []
        at = self._text.find(needle)
        while at >= 0:
            if self._whole(at, at + len(needle), needle):
                hits.append(self.span(self._origin[at], self._origin[at + len(needle) - 1] + 1))
            at = self._text.find(needle, at + 1)
        return min(hits, key=lambda s: (abs(s.start - near), s.start), default=None)

    def _whole(self, start: int, end: int, needle: str) -> bool:
        """Not inside a longer word; scripts without spaces have no such borders."""
        if is_cjk(needle):
            return True
        before, after = self._text[start - 1 : start], self._text[end : end + 1]
        plus = after in ("+", "#") and needle[-1].isalnum() and after != ""
        return (
            not (before.isalnum() and needle[0].isalnum())
            and not (after.isalnum() and needle[-1].isalnum())
            and not plus
        )

    @cached_property
    def _dates(self) -> list[tuple[str, Span]]:
        """Every written date: (ISO value, its words)."""
        found = [(v, self.span(s.start, s.end)) for v, s in written_dates(Span(self._document.text, 0))]
        for line in self._document.lines:
            rest = Span(line.text, line.start, line.page)
            while dates := find_range(rest):
                found += [(v, s) for v, s in ((dates.start, dates.start_span), (dates.end, dates.end_span)) if v and s]
                rest = rest.cut(dates.span.end - rest.start)
        return found

    def find_date(self, value: str, near: int = 0) -> Span | None:
        """A written date that says at least this much: `2021-03` is not found in `2021`."""
        hits = [span for iso, span in self._dates if iso == value or iso.startswith(value + "-")]
        return min(hits, key=lambda s: (abs(s.start - near), s.start), default=None)

    def find_phone(self, value: str) -> Span | None:
        """A run of digits that is this number, with or without its country code."""
        wanted = re.sub(r"\D", "", value)
        for found in _DIGITS.finditer(self._document.text):
            digits = re.sub(r"\D", "", found[0].replace("(0)", ""))
            national = digits.lstrip("0")
            if len(national) >= 7 and (
                wanted == national or (wanted.endswith(national) and len(wanted) - len(national) <= 3)
            ):
                return self.span(found.start(), found.end())
        return None

    def find_url(self, value: str, near: int = 0) -> Span | None:
        """An address as written, with or without its scheme and `www.`."""
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", value.strip(), flags=re.IGNORECASE).rstrip("/")
        return self.find(value.strip(), near) or (self.find(bare, near) if "." in bare else None)

    def find_country(self, code: str, near: int = 0) -> Span | None:
        """The country's code or its name in any of the languages."""
        names = [name for name, known in lexicon().countries.items() if known == code.upper()]
        hits = [span for name in (code, *names) if (span := self.find(name, near))]
        spelled = [span for span in hits if len(span.text) > 2 or span.text.isupper() or is_cjk(span.text)]
        return min(spelled, key=lambda s: (abs(s.start - near), s.start), default=None)
