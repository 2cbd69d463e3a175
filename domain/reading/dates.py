"""Written dates and spans of dates, in the precision that was written and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.lexicon import fold, lexicon
from domain.reading.spans import Span

_YEAR = r"(?:19[4-9]\d|20[0-4]\d)(?!\d(?!\s?(?:years?|months?|mos?|yrs?)\b|\d?\s(?:years?|months?)))"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DASH = r"[-–—−‐‑~〜～―]"
_QUICK = re.compile(r"(?:19|20)\d\d|['’]\d\d")
_DURATION = re.compile(
    r"[(\[]?\s*\b\d+(?:[.,]\d+)?\+?\s*(?:years?|yrs?|months?|mos?|jahre?n?|monate?n?|ans?|mois|años?|mes(?:es)?|anos?|"
    r"m[eê]s|lata?|rok|miesi[ąe]\w*|mies\.?|năm|tháng)\b(?:[\s,]*(?:and|und|et|y|e|i)?\s*\d+\s*(?:months?|mos?|monate?n?|mois|mes(?:es)?|"
    r"miesi[ąe]\w*|mies\.?|tháng)\b\.?)?\s*[)\]]?|[(（]\s*\d+\s*年(?:\s*\d+\s*(?:か|ヶ|ケ|个)月)?\s*[)）]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """When something was: `start` and `end` are `YYYY[-MM[-DD]]`, the spans their words; `current`: it goes on."""

    span: Span
    start: str | None = None
    end: str | None = None
    start_span: Span | None = None
    end_span: Span | None = None
    current: bool = False
    single: bool = False
    """Only one date was written: `end` holds it, and nothing says what it began."""


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lex = lexicon()
    month = rf"(?<![^\W\d_])(?P<name>{_alternatives(list(lex.months))})(?![^\W\d_])\.?"
    date = re.compile(
        rf"(?:(?P<dname>{_DAY})\.?(?:\s+de)?\s+)?{month}(?:\s+(?P<dafter>{_DAY})(?:st|nd|rd|th)?(?=[\s,]))?[\s,./]*"
        rf"(?:de\s+|del\s+|of\s+)?(?:(?P<yname>{_YEAR})|['’](?P<yshort>\d\d)(?!\d))"
        rf"|(?P<ycjk>{_YEAR})\s*年(?:\s*(?P<mcjk>{_MONTH})\s*月(?:\s*(?P<dcjk>{_DAY})\s*日)?)?"
        rf"|(?<!\d)(?P<yiso>{_YEAR})\s?[-./]\s?(?P<miso>1[0-2]|0[1-9]|[1-9](?=[./]|\b))(?:[-./](?P<diso>{_DAY}))?(?![\d])"
        rf"|(?:tháng|thg\.?|(?<![^\W\d_])t)\s*(?P<mvi>{_MONTH})\s*(?:năm|[,/-])?\s*(?P<yvi>{_YEAR})"
        rf"|(?<![\d.])(?P<a>{_DAY})(?P<sep>[./-])(?P<b>{_DAY})(?P=sep)(?P<yfull>{_YEAR})"
        rf"|(?<![\d.,/])(?P<mnum>{_MONTH})\s?[/.\-]\s?(?P<ynum>{_YEAR})"
        rf"|(?<![\d.,/])(?:năm\s+)?(?P<year>{_YEAR})(?![\d%])",
        re.IGNORECASE,
    )
    present = re.compile(
        rf"(?<!\w)(?:{_alternatives(list(lex.phrases['present']))})(?!\w)|現在|至今|现在", re.IGNORECASE
    )
    until = re.compile(
        rf"\s*[.,]?\s*(?:{_DASH}+|(?<!\w)(?:{_alternatives(list(lex.phrases['until']))})(?!\w)|→|から|至|到)\s*",
        re.IGNORECASE,
    )
    since = re.compile(rf"(?<!\w)(?:{_alternatives(list(lex.phrases['since']))})\s+$", re.IGNORECASE)
    return date, present, until, since


def _iso(found: re.Match[str]) -> str | None:
    """The date in ISO form, shortened to what was written; None for an impossible day such as 31.02."""
    g = found.groupdict()
    year = g["yname"] or g["ycjk"] or g["yiso"] or g["yvi"] or g["yfull"] or g["ynum"] or g["year"]
    if g["yshort"]:
        year = ("20" if int(g["yshort"]) < 50 else "19") + g["yshort"]
    month = g["mcjk"] or g["miso"] or g["mvi"] or g["mnum"]
    day = g["dname"] or g["dafter"] or g["dcjk"] or g["diso"]
    if g["name"]:
        month = str(lexicon().months[fold(g["name"])])
    if g["yfull"]:
        day, month = _day_and_month(int(g["a"]), int(g["b"]), g["sep"])
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


def _open_start(text: str, end: int) -> re.Match[str] | None:
    """A dash behind a date with nothing after it: `2021 –`."""
    return re.compile(rf"\s*{_DASH}\s*(?=$|[)）\]|])").match(text, end)


def find_range(span: Span) -> DateRange | None:
    """The first span of dates in a piece of text, else its first single date, else None."""
    text = span.text
    if not _QUICK.search(text):
        return None
    date, present, until, since = _patterns()
    first: DateRange | None = None
    for found in date.finditer(text):
        value = _iso(found)
        start_span = span.cut(found.start(), found.end())
        joint = until.match(text, found.end())
        if joint and (second := date.match(text, joint.end())):
            end_span = span.cut(second.start(), second.end())
            whole = span.cut(found.start(), second.end())
            return DateRange(whole, value, _iso(second), start_span, end_span)
        if joint and (now := present.match(text, joint.end())):
            return DateRange(span.cut(found.start(), now.end()), value, None, start_span, None, current=True)
        if now := present.match(text, found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip(" ,("))):
            return DateRange(span.cut(found.start(), now.end()), value, None, start_span, None, current=True)
        if opening := _open_start(text, found.end()):
            return DateRange(span.cut(found.start(), opening.end()), value, None, start_span, None, current=True)
        if before := since.search(text[: found.start()]):
            return DateRange(span.cut(before.start(), found.end()), value, None, start_span, None, current=True)
        if not first:
            first = DateRange(start_span, None, value, None, start_span, single=True)
    return _short_range(span) or first


def written_dates(span: Span) -> list[tuple[str, Span]]:
    """Every single date in a text with its words, also where a line break stands inside it."""
    dates = ((_iso(found), span.cut(found.start(), found.end())) for found in _patterns()[0].finditer(span.text))
    return [(value, words_of) for value, words_of in dates if value]


def _short_range(span: Span) -> DateRange | None:
    """`Jan – Mar 2021` and `2019–21`: the half that is not written is the other one's."""
    date = _patterns()[0]
    names = "|".join(re.escape(name) for name in sorted(lexicon().months, key=lambda n: (-len(n), n)))
    two = re.compile(rf"(?<!\w)(?P<first>{names})\.?\s*{_DASH}\s*(?=(?:{names})\b)", re.IGNORECASE).search(span.text)
    if two and (second := date.match(span.text, two.end())) and (end := _iso(second)):
        start = f"{end[:4]}-{lexicon().months[fold(two['first'])]:02d}"
        whole = span.cut(two.start(), second.end())
        return DateRange(whole, start, end, whole, span.cut(second.start(), second.end()))
    years = re.search(rf"(?<!\d)({_YEAR})\s*[-–—/]\s*(\d\d)(?![\d.-])", span.text)
    if years and int(years[2]) > 12 and years[1][2:] <= years[2]:
        end = years[1][:2] + years[2]
        whole = span.cut(years.start(), years.end())
        return DateRange(whole, years[1], end, span.cut(years.start(1), years.end(1)), whole)
    return None


def range_across(first: Span, second: Span, document_text: str) -> DateRange | None:
    """A range that begins in one row and ends in another (`Mar 2019 to` / `Jun 2021`), None if the first is not open.

    Rows that follow each other in the text are read as one; a cell between them hides the month of `Jun` / `2021`.
    """
    if not _QUICK.search(first.text) or len(first.text) > 40 or len(second.text) > 30:
        return None
    date, present, until, _ = _patterns()
    start = date.match(first.text)
    joint = until.match(first.text, start.end()) if start else None
    if not start or not joint or date.match(first.text, joint.end()) or present.match(first.text, joint.end()):
        return None
    tail = first.text[joint.end() :].strip(" .").casefold()
    if tail and tail not in lexicon().months:
        return None
    if first.end + 1 == second.start:
        whole = Span(document_text[first.start : second.end], first.start, first.page)
        dates = find_range(whole)
        return dates if dates and dates.span.end > second.start and not dates.single else None
    value, span = _iso(start), first.cut(start.start(), start.end())
    if not tail and present.fullmatch(second.text.strip(" .")):
        return DateRange(first, value, None, span, None, current=True)
    end = date.fullmatch(second.text.strip(" ."))
    return DateRange(first, value, _iso(end), span, second.cut(end.start(), end.end())) if end else None


def without_duration(span: Span) -> Span:
    """A piece without a written length of time (`2 yrs 9 mos`) at its end or beginning."""
    for found in _DURATION.finditer(span.text):
        if not span.text[found.end() :].strip(" ,;·|-–)"):
            return span.cut(0, found.start()).strip()
        if not span.text[: found.start()].strip(" ,;·|-–("):
            return span.cut(found.end()).strip()
    return span


def months_between(start: str, end: str) -> float:
    """Months from the beginning of `start` to the end of `end`; a bare year counts from or to its middle."""
    first, last = _month_number(start, 7), _month_number(end, 6)
    return max(0.0, last - first + 1)


def _month_number(value: str, missing: int) -> float:
    year, _, rest = value.partition("-")
    return int(year) * 12 + (int(rest[:2]) if rest else missing)
