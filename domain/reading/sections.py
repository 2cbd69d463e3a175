"""Lines into rows, and what rows and sections are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from domain.reading.dates import DateRange
from domain.reading.lexicon import fold, lexicon, words
from domain.reading.spans import Span
from schema.document import Document, Line

SectionKind = Literal[
    "header", "contact", "summary", "work", "education", "skills", "languages",
    "certificates", "projects", "publications", "profiles", "other", "analysis",
]  # fmt: skip

_BULLET = re.compile(r"\s*(?:[•◦‣▪▫■□●○◆◇►▸➢➤✓✔✦★∙⁃·※›»→⇒❖◾◽⬥⚬⦁⮞➔\uf0b7\uf0a7]|[-–—*](?=\s)|o(?=\s\S))\s*")
_RULE = re.compile(r"[\W_]*")
_MARKDOWN = re.compile(r"\s*#{1,6}\s+")
_PAGE_FOOTER = re.compile(
    r"(?:^|[\s·|])(?:page|seite|página|strona|trang|pagina)\s*\d+(?:\s*(?:of|von|de|sur|z|/)\s*\d+)?\s*$", re.IGNORECASE
)
_SENTENCE_END = (".", "!", "?", "。", "！", "？", ";", "；")


@dataclass(frozen=True, slots=True)
class Row:
    """A line without its bullet. `gap` says that white space or a blank line stands above it."""

    span: Span
    line: Line
    bullet: bool = False
    gap: bool = False
    emphasis: int = 0
    """How much it stands out: 0 body text, +1 bold, +1 larger than the body, +2 a heading by the file's own word."""
    gutter: bool = False
    """A cell of a narrow left column."""
    dates: DateRange | None = None
    """Set when its range of dates was broken over two rows."""

    @property
    def text(self) -> str:
        """The words of the row."""
        return self.span.text

    @property
    def is_sentence(self) -> bool:
        """Ends as sentences end, and is more than a name with an abbreviation (`Inc.`)."""
        return self.text.endswith(_SENTENCE_END) and len(words(self.text)) >= 4 and not _abbreviated(self.text)

    @property
    def style(self) -> tuple[object, ...]:
        """What headings of one document have in common."""
        return (round(self.line.size or 0, 1), self.line.bold, self.line.heading, self.text.isupper())


@dataclass(slots=True)
class Section:
    """Rows under one heading; the first section, without a heading, is the header."""

    kind: SectionKind
    heading: Row | None = None
    rows: list[Row] = field(default_factory=list)


def _abbreviated(text: str) -> bool:
    last = text.rsplit(None, 1)[-1]
    return len(last) <= 5 and last[:1].isupper()


def _body_size(lines: list[Line]) -> float:
    """The font size that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def _gap_above(line: Line, before: Line | None) -> bool:
    if before is None or before.page != line.page or line.y0 is None or before.y1 is None or before.y0 is None:
        return False
    height = max(before.y1 - before.y0, 1.0)
    return line.y0 - before.y1 > 0.75 * height or line.y0 < before.y0 - height


def rows_of(document: Document) -> list[Row]:
    """The rows of a document in reading order; rules and blank lines are dropped and leave a gap."""
    body, rows, blank = _body_size(document.lines), [], False
    before: Line | None = None
    for line in document.lines:
        if _RULE.fullmatch(line.text):
            blank = blank or not line.text.strip()
            continue
        if line.text.rstrip()[-1:].isdigit() and _PAGE_FOOTER.search(line.text):
            continue
        span = Span(line.text, line.start, line.page)
        found = _BULLET.match(line.text)
        bullet = bool(found and found.end())
        if found and found.end():
            span = span.cut(found.end())
        markdown = _MARKDOWN.match(span.text)
        if markdown:
            span = span.cut(markdown.end())
        span = span.strip(" \t\r\u00a0\u200b\ufeff*_")
        larger = bool(line.size and body and line.size > body * 1.06)
        emphasis = int(line.bold) + int(larger) + 2 * int(line.heading or markdown is not None)
        gap = blank or _gap_above(line, before)
        rows.append(Row(span, line, bullet, gap, emphasis))
        before, blank = line, False
    return rows


def language_at_start(text: str) -> str | None:
    """The ISO code of the language that a row begins with (`German — C1`), None if it begins with none."""
    names = lexicon().languages
    tokens = words(text)
    for size in (3, 2, 1):
        if len(tokens) >= size and (code := names.get(" ".join(tokens[:size]))):
            return code
    start = fold(text)
    foreign = lexicon().foreign_languages
    if start.isascii() or not start.startswith(tuple(foreign)):
        return None
    return next((code for name, code in foreign.items() if start.startswith(name)), None)


def right_edge(rows: list[Row]) -> float:
    """Where the lines of these rows end at most, in points; 0 without places."""
    return max((row.line.x1 or 0.0 for row in rows), default=0.0)


def is_wrapped(row: Row, before: Row, right: float) -> bool | None:
    """The first word of this row had no room in the row above; None if the file gives no places."""
    line = before.line
    if line.x0 is None or line.x1 is None or row.line.x0 is None or not before.text or not row.text:
        return None
    if row.line.page != line.page or (row.line.y0 or 0) < (line.y0 or 0):
        return None
    width = (line.x1 - line.x0) / max(len(line.text), 1)
    return line.x1 + width * (len(row.text.split()[0]) + 0.5) > right
