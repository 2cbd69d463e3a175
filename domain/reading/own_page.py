"""A page that we printed, taken apart into its paragraphs by what can be seen: sizes, indents and the footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from domain.page.look import (
    BULLET_MARK,
    DOCX_FOOTER_SIZE,
    DOCX_SIZES,
    FOOTER,
    PDF_FOOTER_SIZE,
    PDF_MARGIN,
    PDF_SIZES,
    PDF_WIDTH,
    Joint,
    Kind,
    glue,
    indents,
)
from domain.reading.spans import Span
from schema.document import Document, Line

_TOLERANCE = 1.2
_MARK = "• "


class NotOurs(Exception):
    """The document is not a page of ours, or not any more: somebody else's reader must read it."""


@dataclass(slots=True)
class Paragraph:
    """One block of the page; `text` is its lines joined as they were before they were broken."""

    kind: Kind
    document: str
    page: int
    text: str = ""
    pieces: list[tuple[int, int]] = field(default_factory=list)
    """Where in `text` each line begins, and where in the document."""

    def add(self, span: Span, between: str = "") -> None:
        """Append a line."""
        self.text += between
        self.pieces.append((len(self.text), span.start))
        # a gap between columns is none here: single letters are set wide apart
        self.text += span.text.replace("\t", " ")

    def span(self, start: int, end: int) -> Span:
        """The characters of the document behind `text[start:end]`."""
        first, last = self._at(start), self._at(end - 1) + 1
        return Span(self.document[first:last], first, self.page)

    def _at(self, index: int) -> int:
        return next(place + index - begin for begin, place in reversed(self.pieces) if begin <= index)


def paragraphs_of(document: Document) -> list[Paragraph]:
    """The paragraphs in order, footers left out. Raises NotOurs when a line does not look as we print it."""
    lines = [line for line in document.lines if line.text.strip()]
    if document.format == "pdf":
        return _joined(_without_footers(lines, PDF_FOOTER_SIZE, pages=True), document.text)
    if document.format == "docx":
        return list(_whole(_without_footers(lines, DOCX_FOOTER_SIZE, pages=False), document.text))
    raise NotOurs


def _without_footers(lines: list[Line], size: float, *, pages: bool) -> Iterator[Line]:
    """Raises NotOurs when a page (or the document, which has one footer for all) does not end with our footer."""
    if not lines:
        raise NotOurs
    for _, group in groupby(lines, key=lambda line: line.page if pages else 1):
        *body, last = group
        if last.size != size or not FOOTER.fullmatch(last.text):
            raise NotOurs
        yield from body


def _kind(line: Line, sizes: Mapping[Kind, float]) -> Kind:
    kind = next((kind for kind, size in sizes.items() if size == line.size), None)
    if kind is None:
        raise NotOurs
    return kind


def _unmarked(span: Span) -> Span:
    """A bullet's line without its mark, which stands on the right of text that runs from the right."""
    if span.text.startswith(_MARK):
        return span.cut(len(_MARK))
    if span.text.endswith(_MARK[::-1]):
        return span.cut(0, -len(_MARK))
    raise NotOurs


def _whole(lines: Iterable[Line], text: str) -> Iterator[Paragraph]:
    """A word processor's paragraphs are not broken into lines."""
    for line in lines:
        paragraph = Paragraph(_kind(line, DOCX_SIZES), text, line.page)
        span = Span(line.text, line.start, line.page)
        paragraph.add(_unmarked(span) if paragraph.kind == "bullet" else span)
        yield paragraph


def _joined(lines: Iterable[Line], text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    on_the_right = False
    for line in lines:
        kind = _kind(line, PDF_SIZES)
        goes_on = bool(found) and found[-1].kind == kind
        joint, on_the_right = _joint(line, kind, goes_on=goes_on, on_the_right=on_the_right)
        span = Span(line.text, line.start, line.page)
        if joint == "start":
            found.append(Paragraph(kind, text, line.page))
            found[-1].add(_unmarked(span) if kind == "bullet" else span)
            continue
        if not goes_on:
            raise NotOurs
        blank = {"glue": glue(found[-1].text[-1], span.text[0]), "cut": "", "blank": " "}[joint]
        found[-1].add(span, blank)
    return found


def _joint(line: Line, kind: Kind, *, goes_on: bool, on_the_right: bool) -> tuple[Joint, bool]:
    """How the line begins, and from which side it is set. Raises NotOurs for any other place on the page."""
    if line.x0 is None or line.x1 is None:
        raise NotOurs
    places = {False: line.x0 - PDF_MARGIN, True: PDF_WIDTH - PDF_MARGIN - line.x1}
    likely = _runs_from_the_right(line.text) or (on_the_right and (goes_on or kind in ("dates", "contact")))
    for side in (likely, not likely):
        for joint, indent in indents(kind, first=not goes_on).items():
            marked = kind == "bullet" and joint == "start"
            if abs(places[side] - (BULLET_MARK if marked else indent)) <= _TOLERANCE:
                return joint, side
    raise NotOurs


def _runs_from_the_right(text: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)
