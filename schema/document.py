"""What comes out of a file: text in reading order, with where each line stood and what was hidden."""

from __future__ import annotations

from typing import Any, Literal

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


class Document(BaseModel):
    """A file read: `text` is the lines joined by newlines, so that line spans index it."""

    format: str
    engine: str
    text: str
    lines: list[Line]
    pages: int = 1
    flags: list[Flag] = []
    attempts: list[EngineAttempt] = []
    modified: str | None = None
    """ISO date the file itself gives for its last change, if any: the as-of date of open-ended spans."""
    pictures: list[int] = []
    """Pages whose picture shows more than their text, or other words, and was not read by text recognition."""
    data: dict[str, Any] | None = None
    """What a file of data says (JSON Resume, a LinkedIn archive, a table); its values are the lines. None for prose."""


def document_of(lines: list[Line], *, format: str, engine: str, pages: int = 1) -> Document:  # noqa: A002
    """Join lines (their spans are computed here) into a document."""
    placed, at = [], 0
    for line in lines:
        placed.append(line.model_copy(update={"start": at, "end": at + len(line.text)}))
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Document(format=format, engine=engine, text=text, lines=placed, pages=pages)
