"""What comes out of a file: text in reading order, with where each line stood and what was hidden."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

FlagKind = Literal[
    "hidden_text",
    "instructions_to_model",
    "repeated_text",
    "active_content",
    "metadata_only",
    "scan_text_layer",
    "recognised_text",
    "truncated",
    "repaired",
]

DocumentState = Literal["ok", "needs_ocr", "unreadable", "not_a_resume", "several_people"]


class Run(BaseModel):
    """A stretch of a line in one look. `start:end` index the line's text; size in points, colour as `#rrggbb`.

    A colour of None is black or not said.
    """

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None


class Line(BaseModel):
    """One line as a reader sees it. `start:end` index `Document.text`; boxes are points, origin top left.

    A tab inside a line is a gap between columns or a tab stop; an empty line is the writer's paragraph break.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    start: int
    end: int
    page: int = 1
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None
    """Like size and weight that of most of its letters, as `#rrggbb`; None where it is black or not said."""
    runs: list[Run] = []
    """The looks of its stretches in order, only where the look changes within the line."""
    heading: bool = False
    """The file itself says so: a heading style, an <h2>, a Markdown #."""
    confidence: float | None = None
    """How sure text recognition is of the words, 0 to 1; None where the file holds text."""
    pointer: str | None = None
    """JSON Pointer into `Document.data` of the value that this line shows, or a part of it."""


class Flag(BaseModel):
    """Something about the file that a reader should know, with the words it is about."""

    kind: FlagKind
    detail: str
    quote: str = ""
    page: int | None = None


class EngineAttempt(BaseModel):
    """One engine that was tried, and why it was not enough."""

    engine: str
    error: str | None = None


class DocumentQuality(BaseModel):
    """How well a file could be read, in measured figures; shares are 0 to 1. None: it cannot be told of this file."""

    state: DocumentState = "ok"
    reasons: list[str] = []
    """What the state rests on, in counts and places, never in words of the document."""
    engine: str = ""
    attempts: list[EngineAttempt] = []
    pages: int = 1
    characters_per_page: list[int] = []
    """Characters that are no blanks, page by page."""
    columns: int | None = None
    """Columns of the page that has most; None where the format gives no places."""
    table_share: float = 0.0
    """Share of lines with three cells or more."""
    unmapped: float = 0.0
    """Share of characters that the font does not map to text: replacement and private use characters."""
    word_likeness: float | None = None
    """Share of tokens that are formed as words of their script are; None for too few to tell."""
    word_likeness_by_script: dict[str, float] = {}
    covered: float = 0.0
    """Share of letters and digits that values of the profile were read from."""
    ocr_confidence: float | None = None
    """Mean over lines weighted by length, if text recognition read them."""


class DocumentSummary(BaseModel):
    """What is asked of a document before anybody looks at its lines."""

    engine: str
    text: str
    pages: int = 1
    pictures: list[int] = []
    """Pages whose picture shows more than their text, or other words, and was not read by text recognition."""
    quality: DocumentQuality | None = None
    """The figures of the whole file, once they are measured."""


class Document(DocumentSummary):
    """A file read: `text` is the lines joined by newlines, so that line spans index it."""

    format: str
    lines: list[Line]
    flags: list[Flag] = []
    attempts: list[EngineAttempt] = []
    modified: str | None = None
    """ISO date the file itself gives for its last change, if any: the as-of date of open-ended spans."""
    data: dict[str, Any] | None = None
    """What a file of data says (JSON Resume, a LinkedIn archive, a table); its values are the lines. None for prose."""


class EncodedDocument(NamedTuple):
    """A document as a parser process hands it over: most of those who pass it on need no more than the summary."""

    json: str
    summary: DocumentSummary


def document_of(lines: list[Line], *, format: str, engine: str, pages: int = 1) -> Document:  # noqa: A002
    """Join lines (their spans are computed here) into a document."""
    placed, at = [], 0
    for line in lines:
        placed.append(line.model_copy(update={"start": at, "end": at + len(line.text)}))
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Document(format=format, engine=engine, text=text, lines=placed, pages=pages)
