"""Lines into rows, rows into sections: by what a heading says, and by how headings look in this document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from domain.reading.dates import DateRange
from domain.reading.labels import Shares, label_rows
from domain.reading.lexicon import fold, heading_key, lexicon, words
from domain.reading.openings import end_of, heading_share, is_unknown_heading, kind_of, tells_reach
from domain.reading.settling import stretches
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
        if _PAGE_FOOTER.search(line.text):
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
    names, foreign = lexicon().languages, lexicon().foreign_languages
    tokens = words(text)
    for size in (3, 2, 1):
        if len(tokens) >= size and (code := names.get(" ".join(tokens[:size]))):
            return code
    start = fold(text)
    if start.isascii():
        return None
    return next((code for name, code in foreign.items() if start.startswith(name)), None)


def _is_heading(row: Row, following: Row | None, inside: SectionKind, strict: bool) -> str | None:
    """The kind of section a row opens. A heading with body type is not believed where headings stand out."""
    if len(row.text) > 60 or row.is_sentence or row.text.endswith(","):
        return None
    kind = lexicon().heading(row.text)
    if kind is None or (row.bullet and not row.line.heading):
        return None
    if strict and not row.emphasis and not row.text.isupper():
        return None
    if kind == "other" and inside == "skills" and heading_key(row.text) in lexicon().groups:
        return None
    if kind == "languages" and inside == "skills" and (following is None or not language_at_start(following.text)):
        return None
    return kind


def _inline(row: Row, inside: SectionKind) -> tuple[str, Span] | None:
    """`Languages: English, French` on one line: the kind and what follows the colon."""
    head, colon, rest = row.text.partition(":")
    if not colon:
        head, colon, rest = row.text.partition("：")
    if not rest.strip() or row.bullet or len(head) > 40:
        return None
    kind = lexicon().headings.get(heading_key(head))
    if kind not in ("skills", "languages", "summary", "certificates") or kind == inside:
        return None
    if kind == "languages" and not language_at_start(rest):
        return None
    if kind != "languages" and inside not in ("header", "languages", "education", "other", "summary"):
        return None
    return kind, row.span.cut(len(head) + 1).strip()


def _stands_out(rows: list[Row]) -> bool:
    """Headings of this document differ from its body text, so a plain row is none."""
    known = [row for row in rows if not row.bullet and lexicon().heading(row.text)]
    marked = sum(1 for row in known if row.emphasis or row.text.isupper())
    return marked >= 3 and any(not row.emphasis for row in rows)


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


def split_sections(rows: list[Row]) -> list[Section]:
    """The header and the sections in reading order; an unknown heading in the style of the known ones opens `other`.

    An `analysis` section ends the résumé: it is what an export of ours says about the person, and our judgements must
    never come back as facts.
    """
    strict = _stands_out(rows)
    styles = Counter(row.style for row in rows if row.emphasis >= 1 and lexicon().heading(row.text))
    house_style = next((style for style, n in styles.most_common(1) if n >= 3), None)
    usual = Counter(row.style for row in rows)
    shares = label_rows(rows)
    known = {i for i, row in enumerate(rows) if _is_heading(row, None, "header", strict)}
    named = next((i for i, row in enumerate(rows) if row.style != rows[0].style), 1)
    sections, wrapped = [Section("header")], -1
    places: list[list[int]] = [[]]
    for i, row in enumerate(rows):
        following = rows[i + 1] if i + 1 < len(rows) else None
        current = sections[-1]
        if i == wrapped:
            continue
        kind = _is_heading(row, following, current.kind, strict)
        if kind is None and following is not None and (kind := _wrapped_heading(row, following)):
            wrapped = i + 1
        if kind is None and i >= named:
            kind = _guessed(i, rows, shares, known)
            kind = None if kind == current.kind else kind
        if kind is None and row.style == house_style and i and _is_foreign(row, usual[row.style], styles[row.style]):
            kind = "other"
        if kind == "analysis":
            break
        if kind is not None:
            sections.append(Section(_kind(kind), row))
            places.append([])
        elif inline := _inline(row, current.kind):
            sections.append(Section(_kind(inline[0]), row, [Row(inline[1], row.line)]))
            places.append([i])
        else:
            current.rows.append(row)
            places[-1].append(i)
    reach = _reach_elsewhere(sections, [shares[at] for at in places])
    cut = [_settled(section, shares[at], reach) for section, at in zip(sections, places, strict=True)]
    return [part for parts in cut for part in parts]


def _reach_elsewhere(sections: list[Section], shares: list[Shares]) -> SectionKind:
    """What rows that look like a header are elsewhere: another person's, if the document has told how to be reached."""
    told = any(
        section.kind == "contact" or (section.kind == "header" and any(tells_reach(own)))
        for section, own in zip(sections, shares, strict=True)
    )
    return "other" if told else "contact" if sections[0].rows else "header"


def _settled(section: Section, shares: Shares, reach: SectionKind) -> list[Section]:
    """The section, cut where its rows are of another kind; the first part keeps the heading.

    `reach` is what rows of a header are called outside of the header.
    """
    found = stretches(shares, section.kind)
    kinds = [reach if kind == "header" != section.kind else _kind(kind) for kind, _, _ in found]
    parts = [Section(kind, None, section.rows[first:end]) for kind, (_, first, end) in zip(kinds, found, strict=True)]
    if not parts:
        return [section]
    parts[0].heading = section.heading
    return parts


def _wrapped_heading(row: Row, following: Row) -> str | None:
    """The kind that two rows of one look name together, as a narrow column breaks a heading."""
    if row.bullet or following.bullet or following.gap or row.style != following.style or not row.emphasis:
        return None
    return lexicon().heading(f"{row.text} {following.text}") if len(row.text) <= 40 else None


def _guessed(at: int, rows: list[Row], shares: Shares, known: set[int]) -> str | None:
    """The kind of section that a row opens which the lexicon does not know: what the rows under it are together."""
    if not is_unknown_heading(rows[at], heading_share(shares, at)):
        return None
    kind = kind_of(shares[at + 1 : end_of(at + 1, rows, shares, known)])
    return "contact" if kind == "header" else kind


def _is_foreign(row: Row, same_style: int, known: int) -> bool:
    """A heading nobody knows: short, in a style that hardly anything but headings has."""
    return len(words(row.text)) <= 4 and not any(c.isdigit() for c in row.text) and same_style <= known + 2


def _kind(name: str) -> SectionKind:
    return name  # type: ignore[return-value]  # the lexicon's keys are the kinds
