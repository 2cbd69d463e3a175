"""Places of work as boards write them: `Lisbon, Portugal or Remote (EU)`, `San Francisco, CA`, `東京都渋谷区`."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.jobs.words import pattern, region_pattern
from domain.matching.cues import plain
from domain.reading.gazetteer import gazetteer
from domain.reading.places import parse_place
from domain.reading.spans import Span
from schema.countries import country_code, folded
from schema.jobs import JobLocation

_ALTERNATIVES = re.compile(r"\s*(?:;|\||\n|•)\s*|\s+(?:or|oder|ou|lub|hoặc|and|und|et|y|/|&)\s+|/|、")
_COUNTED = re.compile(r"^\d+\s+(?:locations?|standorte|lieux|ubicaciones|miejsc\w*)$", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"\b(?:(?:fully|100\s?%|partially|temporarily)\s+)?(?:remote(?:ly)?|hybrid\w*|on-?site|in-office|home ?office|"
    r"t[ée]l[ée]travail|teletrabajo|teletrabalho|remoto|zdaln\w+|hybryd\w+|h[íi]brid\w+|work from home|wfh|flexible|"
    r"anywhere|worldwide|multiple locations|various locations|office|headquarters|hq|only|first|"
    r"within|based in)\b|リモート|在宅|远程",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"(?<=[^\W\d])\s+\d{1,2}(?:er|[eè]me|e)?(?=\s*(?:$|[,(]))", re.IGNORECASE)
"""`Paris 8e`, `Dublin 2`: part of a city."""
_RIVER = re.compile(r"/(?:Main|Oder|Neckar)\b")
_WRAPPED = re.compile(r"[()\[\]]")
_EDGES = " ,;:.-–—/|·"
_GREATER = re.compile(
    r"^(?:greater|metro|großraum|area metropolitana de)\s+|\s+(?:area|metropolitan area|metro|region)$", re.IGNORECASE
)


def complete_locations(locations: list[JobLocation]) -> list[JobLocation]:
    """Each place with city, region and country where they can be known, each once, what is no place left out.

    A field of a board is kept; words fill what it leaves open. An unknown country is None, never a guess among several.
    """
    found: list[JobLocation] = []
    for location in locations:
        found += [_completed(location)] if location.city or location.country else read_places(location.raw)
    unique = {(folded(p.city or p.raw), folded(p.region or ""), p.country): p for p in found}
    return list(unique.values())


@lru_cache(maxsize=20_000)
def _read(raw: str) -> tuple[JobLocation, ...]:
    if _COUNTED.match(raw.strip()):
        return ()
    if code := country_code(raw) or country_code(re.sub(r"\s+and\s+", " & ", raw)):
        return (JobLocation(raw=raw.strip(), country=code),)
    places: list[JobLocation] = []
    for part in _ALTERNATIVES.split(_RIVER.sub("", _DISTRICT.sub("", raw))):
        text = " ".join(_NO_PLACE.sub(" ", _WRAPPED.sub(" , ", part)).split())
        text = re.sub(r"(?:\s*[,–—-]\s*){2,}", ", ", text).strip(_EDGES)
        names = [name.strip() for name in text.split(",")]
        several = len(names) > 1 and all(country_code(name) for name in names)
        places += [place for name in (names if several else [text]) if (place := _read_one(name))]
    return tuple(places)


def read_places(raw: str) -> list[JobLocation]:
    """The places that a line of words names; empty for `Remote` and the like."""
    return [place.model_copy() for place in _read(raw[:500])]


def _read_one(text: str) -> JobLocation | None:
    words = plain(text)
    if not words or region_pattern().fullmatch(words) or pattern("remote", "anywhere").fullmatch(words):
        return None  # "EU" is where one may live: no place to go to
    code = country_code(text)
    if code:
        return JobLocation(raw=text, country=code)
    place = parse_place(Span(text, 0))
    city = _GREATER.sub("", place.city.value) if place.city else None
    region = place.region.value if place.region else None
    country = place.country_code or _country(city, region)
    if city and not gazetteer().city(city) and (only := gazetteer().region(city)) and region is None:
        city, region, country = None, city, country or _single(only)
    if city and len(city.split()) > 5:
        return None
    return JobLocation(raw=text, city=city, region=region, country=country)


def _completed(location: JobLocation) -> JobLocation:
    city = _NO_PLACE.sub("", location.city or "").strip(_EDGES) or None
    if city and ("," in city or country_code(city)):
        read = read_places(city)
        if len(read) == 1:
            return read[0].model_copy(
                update={
                    "raw": location.raw or city,
                    "region": location.region or read[0].region,
                    "country": location.country or read[0].country,
                }
            )
    country = (location.country or "").strip()
    code = country_code(country.upper() if len(country) <= 3 else country) if country else None
    return location.model_copy(update={"city": city, "country": code or _country(city, location.region)})


def _country(city: str | None, region: str | None) -> str | None:
    """The one country that city and region have in common; a region decides among homonyms."""
    known = gazetteer()
    by_region = known.region(region) if region else frozenset[str]()
    by_city = known.city(city) if city else frozenset[str]()
    if by_region and by_city & by_region:
        return _single(by_city & by_region)
    return _single(by_region or by_city)


def _single(countries: frozenset[str]) -> str | None:
    return next(iter(countries)) if len(countries) == 1 else None
