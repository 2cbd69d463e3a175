"""Head rows of an entry, and the pieces that their separators make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.clues import company_score, degree_score, title_score
from domain.reading.lexicon import is_cjk, lexicon
from domain.reading.memory import remembered
from domain.reading.places import place_score
from domain.reading.sections import Row
from domain.reading.spans import Span

_STRONG = re.compile(r"(?=[\s|•｜／])(?:\s*[|•]\s*|\s+·\s+|\t+|\s+[–—]\s+|\s+-\s+|\s{3,}|\s*[｜／]\s*|\s+/{1,2}\s+)")
"""What it looks ahead for is what any of its signs begins with: other places are left at once."""
_AT = re.compile(r"\s+(?:at|@|bei|beim|chez|tại)\s+(?=\S)")
_WEAK_AT = re.compile(
    r"\s+(?:in|em|na|no|nas|nos|en|w|we|dans|à|au|aux|an|am|im|beim|an der|in der|en la|en el|ở)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
"""Words that part a role from an employer only if an employer follows: `Enfermeira na Clínica Alva`."""
_CJK_BLANK = re.compile(
    r"(?=\s)(?:(?<=[\u3040-\u309f\u3400-\u9fff])\s+(?=[\u3040-\u30ff\u3400-\u9fff])|"
    r"(?<=[\u30a0-\u30ff])\s+(?=[\u3400-\u9fff]))"
)
_COMMA = re.compile(r"(?:,\s+|[，、]\s*)(?![^()（）]*[)）])")
_COLON = re.compile(r"(?=[\s:：])(?<=\w)\s?[:：]\s+(?=\S)")
_BRACKET = re.compile(r"\s*[(（]([^()（）]{2,40})[)）]\s*$")
_ONLY_LEGAL = re.compile(
    r"(?:inc|ltd|llc|llp|plc|corp|gmbh|ag|s\.?a|s\.?l|s\.?r\.?l|sarl|sas|ltda|lda|s\.?p\.?a|sp\. z o\.\s?o|b\.?v|co)"
    r"\.?",
    re.IGNORECASE,
)
_NO_HEAD_WORDS, _NO_HEAD_LENGTH = 13, 110
_LEGAL_FORM = 1.5
"""The score of a name with a legal form, whose dots (`Sp. z o.o.`) end no sentence."""


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
    rest = text[:1].islower() and not opens_head(text)
    sentence = text.endswith("。") or (row.is_sentence and company_score(text) < _LEGAL_FORM)
    return not row.bullet and not sentence and not rest and short


def opens_head(text: str) -> bool:
    """Begins with a degree or a role, which some languages write small (`magister, Fizyka`)."""
    return degree_score(text) >= 1.4 or title_score(text) >= 1.5


def length(text: str) -> int:
    """Words of a text; three characters of a script without spaces count as one."""
    return (
        sum(-(-len(word) // 3) if is_cjk(word) else 1 for word in text.split()) if is_cjk(text) else len(text.split())
    )


def pieces_of(head: Head) -> list[Piece]:
    """The pieces of a head row, each in its slot."""
    cut = enumerate(cut_at_separators(head.span))
    return [Piece(s, head.line, n, head.row.emphasis, at, comma) for n, (s, at, comma) in cut]


@remembered
def cut_at_separators(head: Span) -> Sequence[tuple[Span, bool, bool]]:
    """The pieces of a head; of each whether it stands behind `at`, and whether a comma follows it.

    Commas and colons count only where nothing stronger makes three pieces.
    """
    cut: list[tuple[Span, bool, bool]] = []
    strong = head.split(_STRONG)
    for part in strong:
        sides = _at_words(part)
        for n, side in enumerate(sides):
            plain = [(side, False)] if len(strong) + len(sides) > 3 else _finely(side)
            cut += [(span, n > 0 and k == 0, comma) for k, (span, comma) in enumerate(plain)]
    return tuple(cut)


def _at_words(part: Span) -> list[Span]:
    """Cut at words that name where somebody worked or studied, and at blanks between characters."""
    sides = part.split(_AT)
    if len(sides) == 1:
        for found in reversed(list(_WEAK_AT.finditer(part.text))):
            if _parts_employer(part.text[: found.start()], found[0].strip(), part.text[found.end() :]):
                return [part.cut(0, found.start()).strip(), part.cut(found.end()).strip()]
    return sides


def _parts_employer(before: str, word: str, after: str) -> bool:
    """An employer follows: by its own words, or as a name of several words behind a role of several words."""
    if not after[0].isupper() or (company_score(before) >= 1 and title_score(before) < 1):
        return False
    names = sum(token[0].isupper() for token in after.split())
    several = names >= 2 and len(before.split()) >= 2 and title_score(before) >= 1
    return company_score(after) >= 1 or (several and word.casefold() != "in")


def _finely(part: Span) -> list[tuple[Span, bool]]:
    """Cut at colons, commas, blanks between characters, and around a place in brackets; says where a comma follows."""
    cells = [cell for side in part.split(_COLON) for cell in side.split(_CJK_BLANK)]
    return [cut for cell in cells for piece, comma in _at_commas(cell) for cut in _at_bracket(piece, comma)]


def _at_bracket(piece: Span, comma: bool) -> list[tuple[Span, bool]]:
    """`Quillmark Ltd (Hull, UK)` into a name and a place, which counts as following a comma."""
    bracket = _BRACKET.search(piece.text)
    praise = bracket and lexicon().words["honours"].count(bracket[1])
    if not bracket or not bracket.start() or praise or place_score(bracket[1]) <= 0:
        return [(piece, comma)]
    return [(piece.cut(0, bracket.start()), True), (piece.cut(bracket.start(1), bracket.end(1)), comma)]


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
