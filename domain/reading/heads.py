"""Head rows of an entry, and the pieces that their separators make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.reading.lexicon import is_cjk
from domain.reading.places import place_score
from domain.reading.sections import Row
from domain.reading.spans import Span

_STRONG = re.compile(r"\s*[|•]\s*|\s+·\s+|\t+|\s+[–—]\s+|\s+-\s+|\s{3,}|\s*[｜／]\s*|\s+/{1,2}\s+")
_AT = re.compile(r"\s+(?:at|@|bei|beim|chez|tại)\s+(?=\S)")
_COMMA = re.compile(r",\s+|[，、]\s*")
_COLON = re.compile(r"(?<=\w)\s?[:：]\s+(?=\S)")
_BRACKET = re.compile(r"\s*[(（]([^()（）]{2,40})[)）]\s*$")
_ONLY_LEGAL = re.compile(
    r"(?:inc|ltd|llc|llp|plc|corp|gmbh|ag|s\.?a|s\.?l|s\.?r\.?l|sarl|sas|ltda|lda|s\.?p\.?a|sp\. z o\.\s?o|b\.?v|co)"
    r"\.?",
    re.IGNORECASE,
)
_NO_HEAD_WORDS, _NO_HEAD_LENGTH = 13, 110


@dataclass(frozen=True, slots=True)
class Head:
    """A head row, or what its dates left of it. `line` counts from the row of the dates (0), negative above it."""

    span: Span
    row: Row
    line: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a head with its slot: the place that equal parts of other entries have as well."""

    span: Span
    line: int
    column: int
    emphasis: int = 0
    after_at: bool = False
    """Stands behind `at`, `bei`, `chez`: an employer or a school."""
    before_comma: bool = False
    """The next piece follows behind a comma."""

    @property
    def text(self) -> str:
        """Its words."""
        return self.span.text


def is_headlike(row: Row) -> bool:
    """Short, no bullet, no sentence, no continuation of a line above."""
    text = row.text
    short = len(text) <= _NO_HEAD_LENGTH and length(text) <= _NO_HEAD_WORDS
    return not row.bullet and not row.is_sentence and not text[:1].islower() and not text.endswith("。") and short


def length(text: str) -> int:
    """Words of a text; three characters of a script without spaces count as one."""
    return sum(-(-len(word) // 3) if is_cjk(word) else 1 for word in text.split())


def pieces_of(head: Head) -> list[Piece]:
    """A head row cut at its separators; commas and colons count only where nothing stronger makes three pieces."""
    cut: list[tuple[Span, bool, bool]] = []
    strong = head.span.split(_STRONG)
    for part in strong:
        sides = part.split(_AT)
        for n, side in enumerate(sides):
            plain = [(side, False)] if len(strong) + len(sides) > 3 else _finely(side)
            cut += [(span, n > 0 and k == 0, comma) for k, (span, comma) in enumerate(plain)]
    return [Piece(s, head.line, n, head.row.emphasis, at, comma) for n, (s, at, comma) in enumerate(cut)]


def _finely(part: Span) -> list[tuple[Span, bool]]:
    """Cut at commas, colons and the bracket around a place; each with whether a comma follows."""
    bracket = _BRACKET.search(part.text)
    if bracket and bracket.start() and place_score(bracket[1]) > 0:
        inside = part.cut(bracket.start(1), bracket.end(1))
        return [*_at_commas(part.cut(0, bracket.start())), (inside, False)]
    return [piece for side in part.split(_COLON) for piece in _at_commas(side)]


def _at_commas(part: Span) -> list[tuple[Span, bool]]:
    """Cut at commas, but keep `Name, Inc.` whole."""
    joined: list[Span] = []
    for piece in part.split(_COMMA):
        if joined and _ONLY_LEGAL.fullmatch(piece.text):
            start = joined[-1].start - part.start
            joined[-1] = part.cut(start, piece.end - part.start)
        else:
            joined.append(piece)
    return [(piece, n + 1 < len(joined)) for n, piece in enumerate(joined)]
