"""Places: city, region, country, out of the pieces of a header or of an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.gazetteer import gazetteer
from domain.reading.lexicon import fold, is_cjk, lexicon, words
from domain.reading.memory import remembered
from domain.reading.pieces import Piece
from domain.reading.spans import Span, unwrap

_PARTS = re.compile(r"\s*[,，、;|·•]\s*|\s+[-–—/]\s+")
_CODE = re.compile(r"[\s(（]*\b([A-Z]{2})\b[)）\s]*$")
_POSTAL = re.compile(
    r"^(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3})?(?=\s|$)|^\d{2}-\d{3}(?=\s|$)|^\d{3}\s\d{2}\s|^〒?\s*\d{3}-?\d{4}\s*|"
    r"(?:^|\s)\d{5}(?:-\d{3,4})?$|(?:^|\s)\d{4,6}$|(?:^|\s)[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$|(?:^|\s)[A-Z]\d[A-Z]\s?\d[A-Z]\d$|"
    r"^\d{4}\s?[A-Z]{2}\s"
)
_DIGIT = re.compile(r"\d")
"""What every postal code holds."""
_LISTED = re.compile(r"\s*[,，]\s*|\s+[-–—/]\s+")
_NO_PLACE = re.compile(r"[:?!%]")
_TOP_ROWS = 6
_BRACKETED = re.compile(r"\s*\(\s*(?:\d{2,5}|[A-Z]{2})\s*\)$")
_CJK_PLACE = re.compile(
    r"(?:(?P<region>[^\s市区町村]{2,3}?[省県府]|東京都|北海道|[^\s市]{2,6}自治区)\s*)?"
    r"(?P<city>[^\s市区町村省]{1,6}?(?:市|[区町村郡](?=\S|$)))?(?P<rest>.*)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it was written; `span` is the whole of it."""

    span: Span
    city: Span | None = None
    region: Span | None = None
    country: Span | None = None
    country_code: str | None = None
    postal_code: Span | None = None
    address: Span | None = None


def country_of(text: str) -> str | None:
    """ISO code of a country's name in any of the languages, None for anything else."""
    return lexicon().countries.get(fold(text).strip(" .()"))


def _split_country(part: Span) -> tuple[Span, Span | None, str | None]:
    """`Tyrol (AT)` or `Nevada US` → the region, the country's words, its code."""
    cities = gazetteer().city(part.value)
    if (code := country_of(part.text)) and (not cities or code in cities):
        return part.cut(0, 0), part, code
    found = _CODE.search(part.text)
    if found and found.start() and found[1] in lexicon().country_codes and not _is_subdivision(part, found):
        return part.cut(0, found.start()).strip(), part.cut(found.start(1), found.end(1)), found[1]
    return part, None, None


def _is_subdivision(part: Span, code: re.Match[str]) -> bool:
    """`Austin TX`, `Dover DE`: a state, unless brackets or a region before it say country."""
    before = part.text[: code.start()]
    return "(" not in code[0] and bool(gazetteer().codes.get(code[1])) and not gazetteer().region(before)


def _take_country(parts: list[Span]) -> tuple[list[Span], Span | None, str | None]:
    """The parts without the country, which stands last, or first in Chinese and Japanese."""
    if len(parts) > 1 and is_cjk(parts[0].text) and (code := country_of(parts[0].text)):
        return parts[1:], parts[0], code
    last = parts[-1]
    rest, country, code = _split_country(last)
    is_code = re.fullmatch(r"[A-Z]{2}", last.text) and last.text in lexicon().country_codes
    if country is None and is_code and len(parts) > 1 + (last.text in gazetteer().codes):
        return parts[:-1], last, last.text
    return parts[:-1] + ([rest] if rest else []), country, code


def _take_postal(parts: list[Span]) -> tuple[list[Span], Span | None]:
    """The parts without a postal code, and the code; a code with a city moves the city to the front."""
    for n, part in enumerate(parts):
        found = _POSTAL.search(part.text)
        if not found or (n == 0 and len(parts) > 1 and re.search(r"[^\W\d_]\s+\d{1,4}$", part.text)):
            continue
        code = part.cut(found.start(), found.end()).strip()
        left = [piece for piece in (part.cut(0, found.start()).strip(), part.cut(found.end()).strip()) if piece]
        return [*parts[:n], *left, *parts[n + 1 :]], code
    return parts, None


def _take_code(parts: list[Span]) -> list[Span]:
    """`Austin TX` into city and state."""
    found: list[Span] = []
    for part in parts:
        code = _CODE.search(part.text)
        if code and code.start() and code[1] in gazetteer().codes:
            found += [part.cut(0, code.start()).strip(), part.cut(code.start(1), code.end(1))]
        elif bracket := _BRACKETED.search(part.text):
            found.append(part.cut(0, bracket.start()))
        else:
            found.append(part)
    return [part for part in found if part]


def _parse_unspaced(span: Span, country: Span | None, code: str | None) -> Place | None:
    """`広島県呉市中央1-2`: province, city and the rest of an address without separators."""
    postal = _POSTAL.match(span.text)
    at = postal.end() if postal else 0
    if code is None and (prefix := re.match(r"\s*(中国|日本国?|台湾|臺灣)", span.text[at:])):
        code = country_of(prefix[1][:2])
        country = span.cut(at + prefix.start(1), at + prefix.end(1))
        at += prefix.end()
    found = _CJK_PLACE.fullmatch(span.text[at:].strip("()（） "))
    if not found or not (found["region"] or found["city"]):
        return None
    body = span.cut(at).strip("()（） ")
    region, city = (body.cut(found.start(k), found.end(k)) if found[k] else None for k in ("region", "city"))
    rest = body.cut(found.start("rest")).strip()
    return Place(
        span, city or region, region if city else None, country, code,
        span.cut(postal.start(), postal.end()).strip() if postal else None, rest or None,
    )  # fmt: skip


def parse_place(span: Span) -> Place:
    """Take a written place apart: country, postal code, state.

    What has a house number is the address; a known city counts more than the order.
    """
    parts = unwrap(span).split(_PARTS)
    if not parts:
        return Place(span)
    whole = parts
    parts, country, code = _take_country(parts)
    if not parts and gazetteer().city(whole[-1].value):
        parts = whole[-1:]
    if len(parts) == 1 and is_cjk(parts[0].text) and (place := _parse_unspaced(parts[0], country, code)):
        return place
    parts, postal = _take_postal(parts)
    parts = _take_code(parts)
    known = gazetteer()
    street = [p for p in parts if any(c.isdigit() for c in p.text)]
    named = [p for p in parts if p not in street]
    cities = [p for p in named if known.city(p.value)] or [p for p in named if not known.region(p.value)] or named
    city = next((p for p in cities if not (known.region(p.value) and len(named) > 1 and p is not named[0])), None)
    city = city or (cities[0] if cities else None)
    after = named[named.index(city) + 1 :] if city else []
    before = named[: named.index(city)] if city else []
    region = next((p for p in after if known.region(p.value)), after[0] if after else None)
    region = region or next((p for p in before if known.region(p.value)), None)
    address = street[0] if street else None
    return Place(span, city, region, country, code, postal, address)


@remembered
def place_score(text: str) -> float:
    """How much a piece looks like a place (0 not at all, 3 surely): countries, codes, `City, Region`, capitals."""
    if "@" in text or "://" in text or len(text) > 90 or not text:
        return 0.0
    lex, known = lexicon(), gazetteer()
    parts = [p for p in _LISTED.split(text.strip(" ()")) if p]
    if not parts or len(parts) > 5:
        return 0.0
    figures = _DIGIT.search(text) is not None
    bare = [_POSTAL.sub("", p).strip() for p in parts] if figures else [p.strip() for p in parts]
    listed = sum(bool(p and (known.city(p) or known.region(p))) for p in bare)
    if listed == len(parts) or (listed and bare != parts):
        return 2.5
    if lex.words["titles"].count(text) or lex.words["organisations"].count(text) or language_only(text):
        return 0.0
    if fold(text) in lex.headings or text.endswith(".") or _NO_PLACE.search(text):
        return 0.0
    score = 1.5 * bool(listed)
    if country_of(parts[-1]) or _CODE.search(parts[-1]):
        score += 2.0
    if is_cjk(text):
        return score + (1.5 if re.search(r"[市県府都省区]", text) and len(text) <= 20 else 0.0)
    capitals = all(p[:1].isupper() or p[:1].isdigit() or (n and len(words(p)) <= 2) for n, p in enumerate(parts))
    if not capitals or any(len(p.split()) > 5 for p in parts):
        return score
    if figures and any(_POSTAL.search(part) for part in parts):
        score += 1.5
    elif any(c.isdigit() for c in text):
        return score
    return score + (1.0 if len(parts) in (2, 3, 4) else 0.3)


def language_only(text: str) -> bool:
    """Names nothing but languages: `English, Polish` is no place."""
    names = lexicon().languages
    parts = re.split(r"\s*[,;]\s*", fold(text))
    return all(part in names for part in parts)


def read_place(pieces: Sequence[Piece], candidates: Sequence[Piece]) -> Place | None:
    """The person's place: a labelled piece, else the most place-like of the candidates, else None."""
    labelled = [p.span for p in pieces if p.label == "location" and not _is_no_place(p.span.text)]
    if labelled:
        return parse_place(labelled[0])
    contact_rows = {
        p.row for p in pieces if p.label in ("phone", "email") or "@" in p.span.text or re.search(r"\d{3}", p.span.text)
    }
    best: tuple[float, int] | None = None
    for n, piece in enumerate(candidates):
        if piece.label is not None:
            continue
        score = place_score(piece.span.value)
        near = min((abs(piece.row - other) for other in contact_rows), default=9)
        score += (
            (0.8 if near == 0 else 0.5 if near <= 1 else 0.2 if near <= 2 or piece.row < _TOP_ROWS else 0.0)
            if score
            else 0.0
        )
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, n)
    region = next((p.span for p in pieces if p.label == "region"), None)
    if best:
        return parse_place(candidates[best[1]].span)
    return Place(region, region=region) if region else None


def _is_no_place(text: str) -> bool:
    """No place, whatever the label says: an e-mail address, or nothing but a number."""
    return "@" in text or not any(c.isalpha() for c in text)
