"""Header and contact rows taken apart: pieces with the label that names them (`Phone: 0170…`, `✉ ada@…`)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.reading.lexicon import fold, heading_key, is_cjk, lexicon
from domain.reading.links import ICONS, NETWORKS, emails_in, urls_in
from domain.reading.phones import PHONE
from domain.reading.sections import Row
from domain.reading.spans import Span
from domain.reading.wrapping import Columns

PIECES = re.compile(
    r"(?=[\s|•·⋅‧∙◆♦■▪●])(?:"  # what any of these begins with: all other places are left at once
    r"\s*[|•·⋅‧∙◆♦■▪●]\s*|\t+|(?<![\n ])[ \u00a0\u3000]{3,}|\s+[–—]\s+|\s+//\s+)"
)
_COLON = re.compile(r"\s?[:：](?!//)\s*")
_WORDS_IN_LABEL = 4
_EDGE = " \t\n\u00a0,;|·•/()-–—"
_DIGITS = 8
_PLACE_ICONS = "⌂📍🏠🏡"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a row; `label` is the kind of the label that names it, `row` the index of its row."""

    label: str | None
    span: Span
    row: int


def _label_before(text: str, colon: int) -> tuple[int, str] | None:
    """Where the label that ends at a colon begins, and its kind: the longest run of words that is a label."""
    starts = [m.start() for m in re.finditer(r"(?<![^\s,;(])[^\W\d_]", text[:colon])][-_WORDS_IN_LABEL:]
    for start in starts:
        if kind := _kind(text[start:colon]):
            return start, kind
    return None


def _labelled(piece: Span) -> Iterator[tuple[str | None, Span]]:
    """The parts of a piece, cut at labels with a colon, each with the kind of its label."""
    text = piece.text
    cuts = [
        (label[0], colon.end(), label[1])
        for colon in _COLON.finditer(text)
        if (label := _label_before(text, colon.start()))
    ]
    if not cuts:
        yield _with_word(piece)
        return
    if rest := piece.cut(0, cuts[0][0]).strip():
        yield _with_word(rest)
    for n, (_, start, kind) in enumerate(cuts):
        end = cuts[n + 1][0] if n + 1 < len(cuts) else len(text)
        if value := piece.cut(start, end).strip():
            yield kind, value


def _with_word(piece: Span) -> tuple[str | None, Span]:
    """A label without a colon or an icon before the value: `Tel 0170…`, `📍 Leeds`."""
    if piece.text[:1] in ICONS and piece.text:
        kind = "location" if piece.text[0] in _PLACE_ICONS else None
        return kind, piece.strip(ICONS + " \ufe0f")
    first = piece.text.split(None, 1)[0] if piece.text.split() else ""
    if 1 < len(first) < len(piece.text) and lexicon().labels.get(heading_key(first)) in ("phone", "email", "fax"):
        return lexicon().labels[heading_key(first)], piece.cut(len(first)).strip(" \t\u00a0.,:")
    return None, piece


def _kind(label: str) -> str | None:
    """What a label says stands beside it; for the name of a network, that name."""
    return NETWORKS.get(fold(label).strip(" .")) or lexicon().labels.get(heading_key(label))


def _alone(span: Span) -> str | None:
    """The kind of a label that stands by itself; of a network's name, the network."""
    if any(c.isdigit() for c in span.text) or (len(heading_key(span.text)) < 2 and not is_cjk(span.text)):
        return None
    return _kind(span.text)


def _fits(label: str, text: str) -> bool:
    """A value may be what its label says."""
    if label in ("phone", "fax"):
        return any(c.isdigit() for c in text)
    if label == "email":
        return "@" in text
    if label in NETWORKS.values():
        return len(text.split()) == 1
    return label != "name" or not ("@" in text or any(c.isdigit() for c in text))


def _apart(span: Span) -> list[Span]:
    """A piece cut before and behind every address and telephone number in it."""
    tokens = [*emails_in(span), *urls_in(span)]
    tokens += [
        found
        for found in (span.cut(m.start(), m.end()) for m in PHONE.finditer(span.text))
        if _is_number(found.text) and not any(t.start < found.end and found.start < t.end for t in tokens)
    ]
    parts: list[Span] = []
    at = 0
    for token in sorted(tokens, key=lambda t: t.start):
        begin = token.start - span.start
        parts += [span.cut(at, begin).strip(_EDGE), token.strip()]
        at = begin + len(token.text)
    return [part for part in (*parts, span.cut(at).strip(_EDGE)) if any(c.isalnum() for c in part.text)]


def _is_number(text: str) -> bool:
    """Long enough, or begun as a number is, and neither a date nor a house number with a postal code."""
    digits = sum(c.isdigit() for c in text)
    return digits >= _DIGITS and (text.strip()[0] in "+(0" or digits > _DIGITS)


class _Collector:
    """Pieces in order; labels by themselves wait for the pieces that follow."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._waiting: deque[str] = deque()
        self._labels_end, self._labelled_row = True, -1

    def label(self, kind: str, row: int) -> None:
        """A label by itself; one that follows values begins a new run."""
        if self._labels_end:
            self._waiting.clear()
        self._waiting.append(kind)
        self._labels_end, self._labelled_row = False, row

    def value(self, label: str | None, span: Span, row: int) -> None:
        """A value with its label, or with the one that waited; a part that cannot be what the label says has none."""
        self._labels_end = True
        if label is None and self._waiting:
            while row == self._labelled_row and len(self._waiting) > 1:
                self._waiting.popleft()
            label = self._waiting.popleft()
            if not _fits(label, span.text):
                self._waiting.clear()
                label = None
        for part in _apart(span):
            fits = label is not None and _fits(label, part.text)
            self.found.append(Piece(label if fits else None, part, row))
            label = None if fits else label


def _flow(above: Piece, below: Piece, rows: Sequence[Row], columns: Columns) -> bool:
    """The last piece of a row goes on in the next one: a narrow column broke a place or a number."""
    row, after = rows[above.row], rows[below.row]
    if below.row != above.row + 1 or below.label or after.bullet or row.style != after.style:
        return False
    if above.span.end < row.span.end - 1 or below.span.start > after.span.start:
        return False
    if "@" in above.span.text + below.span.text or any(urls_in(above.span)) or any(urls_in(below.span)):
        return False
    parted = above.span.start > row.span.start or below.span.end < after.span.end or bool(above.label)
    street = "," in row.text and any(c.isdigit() for c in row.text)
    return row.text.endswith(",") or ((parted or street) and columns.is_wrapped(row, after))


def pieces_of(rows: Sequence[Row], text: str = "", columns: Columns | None = None) -> list[Piece]:
    """Labelled pieces in order.

    Labels by themselves name the pieces that follow, one after another: in a table read by columns all labels come
    first. A value in the row of a label belongs to that label. With the document's `text` and its columns, a piece
    that goes on in the next row is one piece.
    """
    collector = _Collector()
    for index, row in enumerate(rows):
        for span in row.span.split(PIECES):
            if kind := _alone(span):
                collector.label(kind, index)
                continue
            for label, value in _labelled(span):
                collector.value(label, value, index)
    if columns is None:
        return collector.found
    joined: list[Piece] = []
    for piece in collector.found:
        if joined and _flow(joined[-1], piece, rows, columns):
            first = joined[-1].span
            span = Span(text[first.start : piece.span.end], first.start, first.page)
            joined[-1] = Piece(joined[-1].label, span, piece.row)
        else:
            joined.append(piece)
    return joined
