"""Places: city, region, country, out of the pieces of a header or of an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.reading.lexicon import fold, is_cjk, lexicon, words
from domain.reading.spans import Span, unwrap

_COMMA = re.compile(r"\s*[,，、]\s*")
_CODE = re.compile(r"[\s(（]*\b([A-Z]{2})\b[)）\s]*$")
_POSTAL = re.compile(
    r"^(?:[A-Z]{1,2}-)?\d{4,6}\s+|^\d{2}-\d{3}\s+|^〒?\s*\d{3}-?\d{4}\s*|\s+\d{4,6}$|\s+[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$"
)
_CJK_CITY = re.compile(r"^(?P<region>[^\s市県府都省]{2,3}[県府都省])?(?P<city>[^\s市区町村]{1,6}[市区])?")


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
    if code := country_of(part.text):
        return part.cut(0, 0), part, code
    found = _CODE.search(part.text)
    if found and found.start() and found[1] in lexicon().country_codes:
        return part.cut(0, found.start()).strip(), part.cut(found.start(1), found.end(1)), found[1]
    return part, None, None


def parse_place(span: Span) -> Place:
    """Take a written place apart at its commas; street lines (with a house number) become the address."""
    parts = unwrap(span).split(_COMMA)
    country: Span | None = None
    code: str | None = None
    if parts:
        rest, country, code = _split_country(parts[-1])
        if (
            country is None
            and len(parts) > 1
            and re.fullmatch(r"[A-Z]{2}", parts[-1].text)
            and parts[-1].text in lexicon().country_codes
            and (len(parts) > 2 or parts[-1].text not in _STATES)
        ):
            rest, country, code = parts[-1].cut(0, 0), parts[-1], parts[-1].text
        parts = parts[:-1] + ([rest] if rest else [])
    address = None
    if len(parts) > 1 and any(c.isdigit() for c in parts[0].text) and not _POSTAL.match(parts[0].text):
        address, parts = parts[0], parts[1:]
    postal = None
    if parts and (found := _POSTAL.search(parts[0].text)):
        postal = parts[0].cut(found.start(), found.end()).strip()
        parts[0] = next(iter(parts[0].without(parts[0].cut(found.start(), found.end()))), parts[0].cut(0, 0))
    parts = [part for part in parts if part]
    return Place(
        span, parts[0] if parts else None, parts[1] if len(parts) > 1 else None, country, code, postal, address
    )


_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "AB",
        "BC",
        "MB",
        "NB",
        "NL",
        "NS",
        "ON",
        "PE",
        "QC",
        "SK",
        "SP",
        "RJ",
        "MG",
        "RS",
        "PR",
        "SC",
        "BA",
        "DF",
    ]
)
"""Codes of states and provinces: after a city they are not a country."""


def place_score(text: str) -> float:
    """How much a piece looks like a place (0 not at all, 3 surely): countries, codes, `City, Region`, capitals."""
    if "@" in text or "://" in text or len(text) > 70 or not text:
        return 0.0
    lex = lexicon()
    parts = [p for p in re.split(r"\s*[,，]\s*", text.strip(" ()")) if p]
    if not parts or len(parts) > 5:
        return 0.0
    if lex.words["titles"].count(text) or lex.words["organisations"].count(text) or language_only(text):
        return 0.0
    if fold(text) in lex.headings or text.endswith("."):
        return 0.0
    score = 0.0
    if country_of(parts[-1]) or _CODE.search(parts[-1]):
        score += 2.0
    if is_cjk(text):
        return score + (1.5 if re.search(r"[市県府都省区]", text) and len(text) <= 20 else 0.0)
    capitals = all(p[:1].isupper() or p[:1].isdigit() or (n and len(words(p)) <= 2) for n, p in enumerate(parts))
    if not capitals or any(len(p.split()) > 5 for p in parts):
        return score
    if _POSTAL.search(parts[0]) or (len(parts) > 1 and _POSTAL.search(parts[1])):
        score += 1.5
    elif any(c.isdigit() for c in text):
        return score
    return score + (1.0 if len(parts) in (2, 3, 4) else 0.3)


def language_only(text: str) -> bool:
    """Names nothing but languages: `English, Polish` is no place."""
    names = lexicon().languages
    parts = re.split(r"\s*[,;]\s*", fold(text))
    return all(part in names for part in parts)


def read_place(pieces: list[tuple[str | None, Span, int]], *, header_rows: int) -> Place | None:
    """The person's place: a labelled piece, else the most place-like piece of the header, else None."""
    labelled = [p for kind, p, _ in pieces if kind == "location"]
    if labelled:
        return parse_place(labelled[0])
    contact_rows = {
        row for kind, p, row in pieces if kind in ("phone", "email") or "@" in p.text or re.search(r"\d{3}", p.text)
    }
    best: tuple[float, int] | None = None
    for n, (kind, piece, row) in enumerate(pieces):
        if kind is not None:
            continue
        score = place_score(piece.text)
        near = min((abs(row - other) for other in contact_rows), default=9)
        score += (0.8 if near == 0 else 0.5 if near <= 1 else 0.2 if near <= 2 else 0.0) if score else 0.0
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, n)
    region = next((p for kind, p, _ in pieces if kind == "region"), None)
    if best:
        return parse_place(pieces[best[1]][1])
    return Place(region, region=region) if region else None
