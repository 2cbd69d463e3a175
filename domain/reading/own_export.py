"""Our own PDF and DOCX read back: the profile they were made from, by the grammar of `domain.page`.

Only what stands on the page counts: the footer with our name on every page, the sizes and indents of the lines, fixed
headings, labels and separators. The section with our judgement is not read; it says nothing the person said. A document
that does not fit in every line is left to the general reader, so a copied footer gains nothing.
"""

from __future__ import annotations

import re
from typing import Any

from domain.page.forms import DATE, WHEN, Spans
from domain.page.header import LOCATION_KEYS, read_header_line
from domain.page.look import Kind
from domain.page.sections import ANALYSIS, SECTIONS, SUMMARY, TITLES, Section
from domain.reading.evidence import Ledger
from domain.reading.own_page import NotOurs, Paragraph, paragraphs_of
from domain.reading.spans import cover
from schema.document import Document
from schema.profile import Evidence, Profile

METHOD = "own_export"
_CONFIDENCE = 0.99
_COMMA = re.compile(", ")
_DATES = {"startDate", "endDate", "date", "releaseDate"}
_BY_TITLE = {section.title: section for section in SECTIONS}


def read_own_export(document: Document) -> tuple[Profile, dict[str, Evidence]] | None:
    """The profile that was exported, with evidence under JSON Pointers; None if the document is no export of ours."""
    try:
        reader = _Reader(document.text, paragraphs_of(document))
        return reader.read(), reader.ledger.found
    except NotOurs:
        return None


class _Reader:
    """Takes the paragraphs one by one; whatever stands where the grammar has no place for it raises NotOurs."""

    def __init__(self, text: str, paragraphs: list[Paragraph]) -> None:
        self._text = text
        self._rest = paragraphs[::-1]
        self.ledger = Ledger(METHOD)

    def read(self) -> Profile:
        document: dict[str, Any] = {"basics": self._header()}
        titles = list(TITLES)
        while heading := self._next("section"):
            if heading.text not in titles:
                raise NotOurs
            del titles[: titles.index(heading.text) + 1]
            if heading.text == ANALYSIS:
                break
            if heading.text == SUMMARY:
                self._put(document["basics"], "summary", self._prose("/basics/summary"))
            else:
                self._section(_BY_TITLE[heading.text], document)
        else:
            if self._rest:
                raise NotOurs
        return Profile.model_validate(document)

    def _next(self, *kinds: Kind) -> Paragraph | None:
        return self._rest.pop() if self._rest and self._rest[-1].kind in kinds else None

    def _put(self, target: dict[str, Any], key: str, value: object) -> None:
        """A value may be said once."""
        if key in target or not value:
            raise NotOurs
        target[key] = value

    def _value(self, pointer: str, paragraph: Paragraph, start: int = 0, end: int | None = None) -> str:
        end = len(paragraph.text) if end is None else end
        self.ledger.put(pointer, paragraph.span(start, end), _CONFIDENCE)
        return paragraph.text[start:end]

    def _take(self, target: dict[str, Any], pointer: str, paragraph: Paragraph, spans: Spans) -> None:
        for key, (start, end) in spans.items():
            if key in _DATES and not DATE.fullmatch(paragraph.text, start, end):
                raise NotOurs
            self._put(target, key, self._value(f"{pointer}/{key}", paragraph, start, end))

    def _prose(self, pointer: str) -> str:
        """Paragraphs of one value; its evidence reaches from the first to the last."""
        taken = list(iter(lambda: self._next("text"), None))
        if not taken:
            raise NotOurs
        spans = [paragraph.span(0, len(paragraph.text)) for paragraph in taken]
        self.ledger.put(pointer, cover(self._text, spans), _CONFIDENCE)
        return "\n".join(paragraph.text for paragraph in taken)

    def _list(self, pointer: str, paragraph: Paragraph, start: int, end: int) -> list[str]:
        """`a, b` within a line."""
        values: list[str] = []
        at = start
        for found in [*_COMMA.finditer(paragraph.text, start, end), None]:
            stop = found.start() if found else end
            values.append(self._value(f"{pointer}/{len(values)}", paragraph, at, stop))
            at = found.end() if found else end
        return values

    def _bullets(self, pointer: str) -> list[str]:
        taken = iter(lambda: self._next("bullet"), None)
        return [self._value(f"{pointer}/{number}", paragraph) for number, paragraph in enumerate(taken)]

    def _header(self) -> dict[str, Any]:
        basics: dict[str, Any] = {}
        for kind in ("name", "label"):
            if paragraph := self._next(kind):
                basics[kind] = self._value(f"/basics/{kind}", paragraph)
        pages: list[dict[str, Any]] = []
        last = 0
        while paragraph := self._next("contact"):
            line = read_header_line(paragraph.text)
            if line is None:
                raise NotOurs
            if line.what in ("page", "part"):
                if line.what == "page" or line.number != last:
                    pages.append({})
                last = line.number
                self._take(pages[-1], f"/basics/profiles/{len(pages) - 1}", paragraph, line.spans)
            elif line.what != "uploaded":
                self._reach(basics, paragraph, line.spans)
        return {**basics, "profiles": pages} if pages else basics

    def _reach(self, basics: dict[str, Any], paragraph: Paragraph, spans: Spans) -> None:
        place = {key: span for key, span in spans.items() if key in LOCATION_KEYS}
        self._take(basics, "/basics", paragraph, {key: span for key, span in spans.items() if key not in place})
        if place:
            self._take(basics.setdefault("location", {}), "/basics/location", paragraph, place)

    def _section(self, section: Section, document: dict[str, Any]) -> None:
        entries: list[dict[str, Any]] = []
        while heading := self._next(section.kind):
            entries.append(self._entry(section, f"/{section.key}/{len(entries)}", heading))
        self._put(document, section.key, entries)

    def _entry(self, section: Section, pointer: str, heading: Paragraph) -> dict[str, Any]:
        entry: dict[str, Any] = {}
        self._heading(section, entry, pointer, heading, section.head.read(heading.text))
        while line := self._next("dates"):
            spans = section.head.read_label(line.text)
            if spans is None and section.dated:
                self._take(entry, pointer, line, WHEN.read(line.text) or self._nothing())
            else:
                self._heading(section, entry, pointer, line, spans)
        if section.url and (line := self._next("contact")):
            entry["url"] = self._value(f"{pointer}/url", line)
        if section.prose and self._rest and self._rest[-1].kind == "text":
            entry[section.prose] = self._prose(f"{pointer}/{section.prose}")
        listed = section.bullets or section.many
        if listed and (values := self._bullets(f"{pointer}/{listed}")):
            self._put(entry, listed, values)
        self._extras(section, entry, pointer)
        return entry

    def _heading(
        self, section: Section, entry: dict[str, Any], pointer: str, line: Paragraph, spans: Spans | None
    ) -> None:
        """Values of the heading, in natural form or by label."""
        if spans is None:
            raise NotOurs
        if section.many in spans:
            self._put(entry, section.many, self._list(f"{pointer}/{section.many}", line, *spans.pop(section.many)))
        self._take(entry, pointer, line, spans)

    def _extras(self, section: Section, entry: dict[str, Any], pointer: str) -> None:
        while section.extras and (line := self._next("item")):
            label, colon, value = line.text.partition(": ")
            extra = next((extra for extra in section.extras if extra.label == label), None)
            if extra is None:
                raise NotOurs
            at, start = f"{pointer}/{extra.key}", len(label) + len(colon)
            if not extra.many:
                self._put(entry, extra.key, value and self._value(at, line, start))
            elif value:
                self._put(entry, extra.key, self._list(at, line, start, len(line.text)))
            else:
                self._put(entry, extra.key, self._bullets(at))

    def _nothing(self) -> Spans:
        raise NotOurs
