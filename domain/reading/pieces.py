"""Header and contact rows taken apart: pieces with the label that names them (`Phone: 0170…`, `✉ ada@…`)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.reading.lexicon import fold, heading_key, is_cjk, lexicon
from domain.reading.links import ICONS, NETWORKS
from domain.reading.sections import Row
from domain.reading.spans import Span

PIECES = re.compile(r"\s*[|•·⋅‧∙◆♦■▪●]\s*|\t+|(?<![\n ])[ \u00a0\u3000]{3,}|\s+[–—]\s+|\s+//\s+")
_COLON = re.compile(r"\s?[:：](?!//)\s*")
_WORDS_IN_LABEL = 4
_PLACE_ICONS = "⌂📍🏠🏡"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a row; `label` is the kind of the label that names it, `row` the index of its row."""

    label: str | None
    span: Span
    row: int


def _label_before(text: str, colon: int) -> tuple[int, str] | None:
    """Where the label that ends at a colon begins, and its kind: the longest run of words that is a label."""
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", text[:colon])][-_WORDS_IN_LABEL:]
    for start in starts:
        if kind := lexicon().labels.get(heading_key(text[start:colon])):
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


def _alone(span: Span) -> str | None:
    """The kind of a label that stands by itself; of a network's name, the network."""
    if any(c.isdigit() for c in span.text) or (len(heading_key(span.text)) < 2 and not is_cjk(span.text)):
        return None
    return NETWORKS.get(fold(span.text)) or lexicon().labels.get(heading_key(span.text))


def _fits(label: str, text: str) -> bool:
    """A value may be what its label says."""
    if label in ("phone", "fax"):
        return any(c.isdigit() for c in text)
    if label == "email":
        return "@" in text
    return label != "name" or not ("@" in text or any(c.isdigit() for c in text))


def pieces_of(rows: Sequence[Row]) -> list[Piece]:
    """Labelled pieces in order.

    Labels by themselves name the pieces that follow, one after another: in a table read by columns all labels come
    first. A value in the row of a label belongs to that label.
    """
    found: list[Piece] = []
    waiting: deque[str] = deque()
    labels_end, labelled_row = True, -1
    for index, row in enumerate(rows):
        for span in row.span.split(PIECES):
            if kind := _alone(span):
                if labels_end:
                    waiting.clear()
                waiting.append(kind)
                labels_end, labelled_row = False, index
                continue
            labels_end = True
            for label, value in _labelled(span):
                if not value:
                    continue
                if label is None and waiting:
                    while index == labelled_row and len(waiting) > 1:
                        waiting.popleft()
                    label = waiting.popleft()  # noqa: PLW2901  # the label that waited is this piece's
                    if not _fits(label, value.text):
                        waiting.clear()
                        label = None  # noqa: PLW2901
                found.append(Piece(label, value, index))
    return found
