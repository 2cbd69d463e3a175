"""Addresses that a narrow column broke: `linkedin.com/in/ada-` above `lovelace` are one row again.

A browser breaks an address behind a hyphen or slash, a long one anywhere; a reader joins the halves without a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.reading.lexicon import heading_key, lexicon
from domain.reading.sections import Row
from domain.reading.spans import Span

_OPEN = re.compile(r"(?:https?://|www\.|[\w-]+\.[a-z]{2,}/)\S*$|\S*@\S*$|[\w.-]{3,}[-_.]$", re.IGNORECASE)
"""A last word that may be the beginning of an address."""
_LONGEST = 300
"""Letters of a word that are looked at: no address that wraps is longer."""
_REST = re.compile(r"[\w.%/?=&+~#@-]+[)\]>,;]*")
_COMPLETE = re.compile(r"(?:https?://|www\.)|[\w.+-]{2,}@[\w-]+\.\w|(?:[\w-]+\.)+[a-z]{2,}/", re.IGNORECASE)
"""A first word that begins an address of its own."""
_LETTERS = 2
"""Labels so short (`T: …`) are none at the beginning of a row by themselves."""
_INDENT = 15.0
_SAME = 6.0
"""Rows of one column, and of one paragraph, begin within so many points."""
TOP_LEVEL = frozenset(
    ["com", "org", "net", "edu", "gov", "int", "info", "biz", "dev", "app", "pro", "name", "online", "site", "tech",
     "email", "mail", "cloud", "page", "me", "io", "ai", "eu", "art", "design", "work", "works", "studio", "blog",
     "example", "test", "xyz", "space", "world", "media", "photo", "live", "link", "codes", "engineer", "law", "care"]
)  # fmt: skip
"""Endings of addresses that are no country's code."""
_OFTEN_FIRST = frozenset(["www", "linkedin", "github", "gitlab", "xing", "http", "https"])


def _ends_early(tail: str, head: str) -> bool:
    """By the letters alone: the break stands at a sign that an address does not end or begin with."""
    if head[0] in "@/.-_" or tail[-1] in "@=&?_":
        return True
    return tail[-1] in "-./" and (tail[-1] == "-" or not head[0].isupper())


def _is_half_a_host(tail: str, head: str) -> bool:
    """`https://ada.exa` above `mple.org`: no host ends so, and with the next row it does."""
    host = re.sub(r"^(?:https?://(?:www\.)?|www\.|\S+@)", "", tail, flags=re.IGNORECASE)
    rest = re.match(r"[a-z0-9.-]+", head)
    if "/" in host or not rest or not ("//" in tail or "@" in tail or tail.lower().startswith("www.")):
        return False
    if len(head) <= _LETTERS and _is_host(host):
        return host.rsplit(".", 1)[-1].casefold() + head in TOP_LEVEL
    return not _is_host(host) and _is_host(host + rest[0]) and rest[0].split(".")[0] not in _OFTEN_FIRST


def _is_host(host: str) -> bool:
    name, dot, last = host.rstrip(".").rpartition(".")
    return bool(name and dot) and (last.casefold() in TOP_LEVEL or last.upper() in lexicon().country_codes)


def _cut_anywhere(tail: str, head: str) -> bool:
    """The column was full: the tail is no whole address, or the head no word of its own."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._/%-]*", head) or (
        len(head) > _LETTERS and heading_key(head) in lexicon().labels
    ):
        return False
    if "@" not in tail:
        return "/" in tail
    last = tail.rsplit(".", 1)[-1].casefold()
    known = last in TOP_LEVEL or last.upper() in lexicon().country_codes
    return not known or last + head.casefold() in TOP_LEVEL


@dataclass(frozen=True, slots=True)
class Columns:
    """How far the columns of a document reach to the right, by all its rows."""

    rows: Mapping[int, Sequence[tuple[float, float, float]]]
    """Page → (left, right, type size) of every row, in points."""

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Columns:
        """The columns that these rows stand in."""
        pages: dict[int, list[tuple[float, float, float]]] = {}
        for row in rows:
            if row.line.x0 is not None and row.line.x1 is not None:
                pages.setdefault(row.line.page, []).append((row.line.x0, row.line.x1, row.line.size or 0.0))
        return cls(pages)

    def edge(self, row: Row) -> float:
        """The right end of the longest row in no larger type that begins about where this one does."""
        left, most = row.line.x0 or 0.0, 1.15 * (row.line.size or 1000.0)
        beside = (x1 for x0, x1, size in self.rows.get(row.line.page, ()) if abs(x0 - left) <= _INDENT and size <= most)
        return max(beside, default=0.0)

    def is_wrapped(self, row: Row, below: Row) -> bool:
        """The first word of the row below had no room in this row of the same column."""
        line = row.line
        if line.x0 is None or line.x1 is None or below.line.x0 is None or abs(below.line.x0 - line.x0) > _SAME:
            return False
        return _is_close(row, below) and line.x1 + _letter(row) * (len(below.text.split()[0]) + 0.5) > self.edge(row)

    def is_full(self, row: Row, below: Row) -> bool:
        """No other row of this column reaches further by a letter, and the next row follows at the usual distance."""
        line = row.line
        return line.x1 is not None and _is_close(row, below) and line.x1 + 1.5 * _letter(row) >= self.edge(row)


def _letter(row: Row) -> float:
    """The mean width of a letter of this row, in points."""
    line = row.line
    return ((line.x1 or 0.0) - (line.x0 or 0.0)) / max(len(line.text), 1)


def _is_close(row: Row, below: Row) -> bool:
    """At the distance of lines of one paragraph."""
    line, after = row.line, below.line
    if line.y0 is None or line.y1 is None or after.y0 is None or line.page != after.page:
        return False
    return 0 < after.y0 - line.y0 < 1.9 * max(line.y1 - line.y0, 1.0)


def _goes_on(row: Row, below: Row, text: str, columns: Columns) -> bool:
    """The last word of a row and the first of the next one are one address."""
    between = text[row.span.end : below.span.start]
    if between.strip() or "\n" not in between or below.bullet or row.line.page != below.line.page:
        return False
    tokens = row.text.split()
    open_end = _OPEN.search(tokens[-1][-_LONGEST:]) if tokens else None
    head = _REST.match(below.text)
    if not open_end or not head:
        return False
    first = head[0].rstrip(")]>,;")
    if not first or (first == head[0] and re.match(r"\s?\w", below.text[head.end() :])):
        return False
    tail = open_end[0].lstrip("([<")
    if _is_half_a_host(tail, first):
        return True
    if "@" in first[1:] or _COMPLETE.match(below.text):
        apart = tail[-1] in "-_" or (tail[-1] == "." and len(tokens) == 1)
        return apart and "@" in first and "@" not in tail and "/" not in tail
    if "@" not in tail and "/" not in tail and "www." not in tail:
        return first[0] == "@"
    return _ends_early(tail, first) or (columns.is_full(row, below) and _cut_anywhere(tail, first))


def mend(rows: list[Row], text: str, columns: Columns) -> list[Row]:
    """The rows, those that hold two halves of one address as one; `text` is the document's."""
    found: list[Row] = []
    for row in rows:
        if found and _goes_on(found[-1], row, text, columns):
            first = found[-1]
            span = Span(text[first.span.start : row.span.end], first.span.start, first.span.page)
            line = first.line.model_copy(update={"x1": row.line.x1, "y0": row.line.y0, "y1": row.line.y1})
            found[-1] = replace(first, span=span, line=line)
        else:
            found.append(row)
    return found


def find_tight(pattern: re.Pattern[str], span: Span) -> Iterator[Span]:
    """Matches in a row as `mend` gives it; a match may go over a line break as if nothing stood there."""
    if "\n" not in span.text:
        yield from (span.cut(found.start(), found.end()) for found in pattern.finditer(span.text))
        return
    breaks = {i for found in re.finditer(r"\s*\n\s*", span.text) for i in range(found.start(), found.end())}
    origin = [i for i in range(len(span.text)) if i not in breaks]
    tight = "".join(span.text[i] for i in origin)
    for found in pattern.finditer(tight):
        yield span.cut(origin[found.start()], origin[found.end() - 1] + 1)


def unbroken(span: Span) -> str:
    """The text of a row as `mend` gives it, with nothing where the line broke."""
    return re.sub(r"\s*\n\s*", "", span.text)
