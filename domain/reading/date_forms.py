"""The forms in which one date is written, and its ISO value in the precision that was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.lexicon import fold, lexicon

YEAR = r"(?:19[4-9]\d|20[0-4]\d)(?!\d(?!\s?(?:years?|months?|mos?|yrs?)\b|\d?\s(?:years?|months?)))"
DASH = r"[-–—−‐‑~〜～―]"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""Year before the first one of a Japanese era."""

_PARTS_OF_YEAR = (
    "spring", "summer", "autumn", "fall", "winter", "frühling", "frühjahr", "sommer", "herbst",
    "printemps", "été", "automne", "hiver", "primavera", "verano", "otoño", "invierno",
    "verão", "outono", "inverno", "wiosna", "lato", "jesień", "zima", "mùa xuân", "mùa hè", "mùa thu", "mùa đông",
    "wise", "sose", "ws", "ss", "wintersemester", "sommersemester", "winter term", "summer term", "spring term",
    "autumn term", "fall term", "spring semester", "fall semester", "semestr zimowy", "semestr letni", "rentrée",
    "early", "mid", "late", "anfang", "mitte", "ende", "début", "mi", "fin",
    "principios de", "mediados de", "finales de",
    "início de", "meados de", "fim de", "początek", "połowa", "koniec", "đầu năm", "giữa năm", "cuối năm",
)  # fmt: skip
"""Words before a year that tell a part of it; no month is claimed from them."""

_NUMBERED_PART = (
    r"(?:[QT]\s?[1-4]|[1-4]\.?\s?(?:Q|[Qq]uartal|kw\.?|kwartał)|[HS]\s?[12]|HK\s?[123]|học kỳ\s+(?:[123]|I{1,3})|"
    r"(?:1st|2nd|3rd|4th|first|second|third|fourth)\s+(?:quarter|half|semester|term)(?:\s+of)?|[12]\s?H|[12]\.\s?Halbjahr|"
    r"(?:1er|2e|2ème|3e|4e|3ème|4ème|premier|second|deuxième)\s+(?:semestre|trimestre)|"
    r"(?:1er|2[º°oª]?|1[º°oª]|3[º°oª]|4[º°oª]|primer|primeiro|segundo|tercer|terceiro|cuarto|quarto)\s+(?:semestre|trimestre)(?:\s+de)?|"
    r"(?:I{1,3}|IV)\s+(?:kwartał|kw\.|półrocze))"
)


@dataclass(frozen=True, slots=True)
class _Forms:
    """`date` is one date; `short` is `03/19` or `Mar 19`, which is a date only as half of a range."""

    date: re.Pattern[str]
    short: re.Pattern[str]


def alternatives(words: list[str] | tuple[str, ...]) -> str:
    """A regular expression of words, longest first, by first letters: a text is tried by letter, not by every word."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    name = rf"(?<![^\W\d_])(?P<name>{alternatives(list(lexicon().months))})(?![^\W\d_])\.?"
    part = rf"(?<![0-9A-Za-zÀ-ỹ])(?:(?:{alternatives(_PARTS_OF_YEAR)})|{_NUMBERED_PART})[\s,/'’-]{{1,3}}"
    date = re.compile(
        # No form begins inside a word, but for figures, eras, `tháng` and `năm`: other places are left at once.
        r"(?:(?<![A-Za-z])|(?=[\d令平昭tn]))"
        rf"(?:(?:(?<![\d.,/-])(?P<dname>{_DAY})(?:\.|er|º|ª)?(?:\s+de)?\s+)?{name}(?:\s+(?P<dafter>{_DAY})(?:st|nd|rd|th)?(?=[\s,]))?[\s,./]*"
        rf"(?:de\s+|del\s+|of\s+)?(?:(?P<yname>{YEAR})|['’](?P<yshort>\d\d)(?!\d))"
        rf"|(?P<ycjk>{YEAR})\s*年(?:\s*(?P<mcjk>{_MONTH})\s*月(?:\s*(?P<dcjk>{_DAY})\s*日)?)?"
        rf"|(?P<era>{'|'.join(_ERAS)})\s*(?P<yera>元|\d{{1,2}})\s*年(?:\s*(?P<mera>{_MONTH})\s*月)?"
        rf"|(?<![\d.])(?P<yiso>{YEAR})\s?[-./]\s?(?P<miso>1[0-2]|0[1-9]|[1-9](?=[./]|\b))(?:[-./](?P<diso>{_DAY}))?(?![\d])"
        rf"|(?:(?:tháng|thg\.?)\s*(?P<mvi>{_MONTH})\s*(?:năm|[,/.-])?|(?<![^\W\d_])t\s*(?P<mt>{_MONTH})\s*[,/.-])\s*(?P<yvi>{YEAR})"
        rf"|(?<![\d.])(?P<a>{_DAY})\s?(?P<sep>[./-])\s?(?P<b>{_DAY})\s?(?P=sep)\s?(?P<yfull>{YEAR})"
        rf"|(?<![\w.])(?-i:(?P<roman>{alternatives(_ROMAN)})) ?[ ./-] ?(?P<yroman>{YEAR})(?![./-]\d)"
        rf"|(?<![\d.,/])(?P<mnum>{_MONTH})\s?[/.\-]\s?(?P<ynum>{YEAR})"
        rf"|(?<![\d.,/])(?:{part})?(?:năm\s+)?(?P<year>{YEAR})(?![\d%]))(?:\s?r\.(?!\w))?",
        re.IGNORECASE,
    )
    short = re.compile(
        rf"(?<![\d.,/])(?P<mnum>{_MONTH})\s?[/.]\s?['’]?(?P<yshort>\d\d)(?![\d./])|{name}[\s/-]\s?['’]?(?P<ytwo>\d\d)(?![\d.])",
        re.IGNORECASE,
    )
    return _Forms(date, short)


def date_pattern() -> re.Pattern[str]:
    """Matches one date in any of the forms; give the match to `iso`."""
    return _forms().date


def short_date_pattern() -> re.Pattern[str]:
    """Matches a month with a year of two digits, which only counts as one half of a range."""
    return _forms().short


def _century(year: str) -> str:
    return ("20" if int(year) < 50 else "19") + year


def _year(g: dict[str, str | None]) -> str | None:
    for key in ("yname", "ycjk", "yiso", "yvi", "yfull", "yroman", "ynum", "year"):
        if year := g.get(key):
            return year
    for key in ("yshort", "ytwo"):
        if short := g.get(key):
            return _century(short)
    if era := g.get("era"):
        count = g["yera"] or "1"
        return str(_ERAS[era] + (1 if count == "元" else int(count)))
    return None


def iso(found: re.Match[str]) -> str | None:
    """The date in ISO form, shortened to what was written; a season or a quarter is only a year."""
    g = found.groupdict()
    year = _year(g)
    month = next((g[key] for key in ("mcjk", "mera", "miso", "mvi", "mt", "mnum") if g.get(key)), None)
    day = next((g[key] for key in ("dname", "dafter", "dcjk", "diso") if g.get(key)), None)
    if name := g.get("name"):
        month = str(lexicon().months[fold(name)])
    if roman := g.get("roman"):
        month = str(_ROMAN.index(roman) + 1)
    if g.get("yfull"):
        day, month = _day_and_month(int(g["a"] or 0), int(g["b"] or 0), g["sep"] or "")
    if month is None:
        return year
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _day_and_month(first: int, second: int, separator: str) -> tuple[str | None, str | None]:
    """Day and month of `a.b.year`; with a slash and both under 13 nobody can know, so neither is claimed."""
    if second > 12:
        return str(second), str(first) if first <= 12 else None
    if first > 12 or separator != "/" or first == second:
        return str(first), str(second)
    return None, None
