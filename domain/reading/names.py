"""The person's name: the piece of the header that looks most like one, by form, type, place and e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.reading.gazetteer import gazetteer
from domain.reading.lexicon import fold, heading_key, is_cjk, lexicon, words
from domain.reading.links import NETWORKS, without_accents
from domain.reading.pieces import PIECES, Piece
from domain.reading.sections import Row
from domain.reading.spans import Span
from domain.skills import find_skills

_FORBIDDEN = re.compile(r"[\d@:/|;•!?%&+=_<>{}\[\]–—]")
_APPENDIX = re.compile(r"\s*[,，]\s*|\s*\((?=[^()]*\)$)")
_PREFIX = re.compile(r"\S+\s+")
_CJK_NAME = re.compile(r"[\u3400-\u9fff々〆ヶ\u3040-\u30ff·・]{1,6}(?:[ \u3000][\u3400-\u9fff々\u3040-\u30ff]{1,5})?")
_PLACE_ENDING = re.compile(r"[市県府都省区町村州]$")
_ROWS_LOOKED_AT = 40
_GIVEN = 3
_IN_LARGE_TYPE = 4
"""Words of a name that goes over two rows in the largest type of the header."""
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    row: int
    large: bool
    """In the largest type of the header."""
    whole: bool
    """The row says nothing else."""
    broken: bool = False
    """It goes over two rows."""


def clean_name(span: Span) -> Span:
    """Without forms of address, academic titles and what follows a comma: `Dr. Ada Quill, PhD` → `Ada Quill`."""
    honorifics, credentials = lexicon().words["honorifics"], lexicon().words["credentials"]
    parts = span.split(_APPENDIX)
    whole_name = len(parts[0].text.split()) > 1 or is_cjk(parts[0].text) if parts else False
    if len(parts) > 1 and not _is_inverted(parts) and (whole_name or parts[1].text in credentials):
        span = parts[0]
    while (first := _PREFIX.match(span.text)) and first[0].strip(" .,") in honorifics:
        span = span.cut(first.end()).strip()
    while len(tokens := span.text.split()) > 2 and tokens[-1].strip(".,") in credentials:
        span = span.cut(0, len(span.text) - len(tokens[-1])).strip(" ,")
    for ending in honorifics.inside:
        if span.text.endswith(ending) and len(span.text) > len(ending) + 1:
            span = span.cut(0, -len(ending)).strip()
    return span.strip(" *#,()（）\"'")


def _is_inverted(parts: Sequence[Span]) -> bool:
    """`Quill, Ada` and `van Quill, Ada Jane`: what follows the comma is made of given names."""
    if len(parts) != 2 or is_cjk(parts[0].text):
        return False
    given, lex = parts[1].value, lexicon()
    not_given = any(lex.words[key].count(given) for key in ("titles", "credentials", "degrees", "organisations"))
    if not_given or given in lex.words["credentials"] or _FORBIDDEN.search(given) or len(given.split()) > _GIVEN:
        return False
    known_place = bool(gazetteer().countries([given])) or fold(given) in lex.countries
    return not known_place and _form(given) > 0 and _form(parts[0].value) > 0


def natural_order(name: Span) -> str:
    """The name as it is said: `Quill, Ada` is `Ada Quill`."""
    parts = name.split(_APPENDIX)
    if "\n" in name.text and is_cjk(name.text):
        return " ".join(name.text.split())
    return f"{parts[1].value} {parts[0].value}" if _is_inverted(parts) else name.value


def _looks_like_words_of_a_resume(text: str) -> bool:
    lex = lexicon()
    key = heading_key(text)
    return (
        key in lex.banners
        or key in lex.labels
        or lex.heading(text) is not None
        or fold(text) in NETWORKS
        or fold(text) in lex.languages
        or fold(text) in lex.countries
        or text in lex.words["levels"]
    )


def _holds(kind: str, text: str) -> bool:
    """The text holds a word of this kind; a single Chinese character tells nothing: names hold them too."""
    found = lexicon().words[kind]
    if is_cjk(text):
        return any(len(word) > 1 and word in text for word in found.inside)
    return found.count(text) > 0


def _in_address(text: str, local: str) -> int:
    """How many words of a name the e-mail address holds; initials of a whole name count once."""
    found = [w for w in words(without_accents(text)) if len(w) > 2 and w in local]
    return len(found)


def _form(text: str) -> float:
    """How much the writing alone is that of a name; below 0 it is none."""
    if is_cjk(text):
        if not _CJK_NAME.fullmatch(text) or not 2 <= len(re.sub(r"\s", "", text)) <= 8:
            return -1.0
        return 1.5 if len(text) <= 7 and not _PLACE_ENDING.search(text) else 0.5
    tokens = text.split()
    particles = lexicon().words["particles"]
    named = [t for t in tokens if t.strip(".,") not in particles]
    if not named or len(tokens) > _LONGEST or not all(t[0].isupper() for t in named):
        return -1.0
    if text.endswith("-") or any(len(t.rstrip(".")) > 1 and t.endswith(".") and len(t) > 4 for t in tokens):
        return -1.0
    return 2.0 if len(tokens) > 1 else 0.2


def _score(candidate: _Candidate, email: Span | None) -> float:
    """How much a piece of the header looks like a person's name; below 0 it is none."""
    text, lex = natural_order(candidate.span), lexicon()
    if not text or len(text) > 50 or _FORBIDDEN.search(text) or _looks_like_words_of_a_resume(text):
        return -1.0
    form = _form(text)
    if form < 0:
        return -1.0
    local = re.sub(r"[^a-z]", "", without_accents(email.tight.split("@")[0]).casefold()) if email else ""
    address = _in_address(text, local)
    if form < 1 and not (address or (candidate.large and candidate.whole and candidate.row <= 1)):
        return -1.0
    score = form + 1.5 * candidate.large + 1.5 * min(address, 2) + 0.4 * candidate.whole - 0.3 * min(candidate.row, 6)
    if candidate.broken:
        halves = [len(half.split()) for half in candidate.span.text.split("\n")]
        set_apart = candidate.large and sum(halves) <= _IN_LARGE_TYPE
        score += 0.3 if halves[0] == 1 or set_apart else -0.5
    score -= 2.0 * _holds("titles", text) + 3.0 * _holds("organisations", text)
    score -= 2.0 * (lex.words["degrees"].count(text) > 0 and not address)
    score -= 2.5 * bool(not address and gazetteer().countries([text]))
    return score - 2.0 * bool(not address and find_skills(text, skills_context=True))


def _candidates(rows: Sequence[Row]) -> Iterator[_Candidate]:
    largest = max((row.line.size or 0 for row in rows), default=0)
    for i, row in enumerate(rows[:_ROWS_LOOKED_AT]):
        if row.bullet:
            continue
        large = bool(row.line.size and row.line.size >= largest)
        pieces = row.span.split(PIECES)
        for piece in pieces[:2]:
            yield _Candidate(clean_name(piece), i, large, len(pieces) == 1)
        if i + 1 < len(rows) and (joined := _over_two_rows(row, rows[i + 1])):
            yield _Candidate(clean_name(joined), i, large, whole=True, broken=True)


def _over_two_rows(row: Row, below: Row) -> Span | None:
    """A name that a narrow column broke in two: the next row in the same type, larger, or one word each."""
    if not row.line.size or (row.line.size, row.line.bold) != (below.line.size, below.line.bold) or row.line.y0 is None:
        return None
    words_of = [*row.text.split(), *below.text.split()]
    if below.span.start != row.span.end + 1 or len(words_of) > _LONGEST:
        return None
    if row.emphasis < 1 and not len(row.text.split()) == len(below.text.split()) == 1:
        return None
    return Span(f"{row.text}\n{below.text}", row.span.start, row.span.page)


def find_name(rows: Sequence[Row], pieces: Sequence[Piece], email: Span | None) -> Span | None:
    """What the label `Name` stands beside, else the piece of these rows that looks most like a name, if any does."""
    for piece in pieces:
        if piece.label == "name" and not any(c.isdigit() for c in piece.span.text):
            return clean_name(piece.span) or None
    labelled = {piece.span.start for piece in pieces if piece.label}
    best: tuple[float, Span] | None = None
    for candidate in _candidates(rows):
        if candidate.span.start in labelled:
            continue
        score = _score(candidate, email)
        if score > 0 and (best is None or score > best[0]):
            best = (score, candidate.span)
    return best[1] if best else None


def find_name_elsewhere(rows: Sequence[Row], addresses: Sequence[str]) -> Span | None:
    """Anywhere in the document, a piece that the addresses of the person spell out in at least two words.

    `addresses`: e-mail addresses and links as written.
    """
    spelled = re.sub(r"[^a-z]", "", without_accents(" ".join(addresses)).casefold())
    for candidate in _candidates(rows):
        text = natural_order(candidate.span)
        if not _FORBIDDEN.search(text) and _form(text) > 1 and _in_address(text, spelled) >= 2:
            return candidate.span
    return None
