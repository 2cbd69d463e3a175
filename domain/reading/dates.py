"""Written spans of dates, in the precision that was written and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.date_forms import DASH, YEAR, alternatives, date_pattern, iso, short_date_pattern
from domain.reading.lexicon import fold, lexicon
from domain.reading.memory import remembered
from domain.reading.spans import Span

_DIGIT = re.compile(r"[\d元]")
_QUICK = re.compile(
    r"(?=[\d'’令平昭])(?:(?:19|20)\d\d|['’]\d\d|\d\s?[/.]\s?\d\d|"
    r"(?:(?<=[^\W\d][\s/-])|(?<=[^\W\d]\.[\s/-]))\d\d(?!\d)|(?:令和|平成|昭和)\s*[\d元])"
)
_WHOLE_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d|令和|平成|昭和")
"""What every form of a date holds, but for the years of two digits that are half of a range."""
_DURATION = re.compile(
    r"[(\[]?\s*\b\d+(?:[.,]\d+)?\+?\s*(?:years?|yrs?|months?|mos?|jahre?n?|monate?n?|ans?|mois|años?|mes(?:es)?|anos?|"
    r"m[eê]s|lata?|rok|miesi[ąe]\w*|mies\.?|năm|tháng)\b(?:[\s,]*(?:and|und|et|y|e|i)?\s*\d+\s*(?:months?|mos?|monate?n?|mois|mes(?:es)?|"
    r"miesi[ąe]\w*|mies\.?|tháng)\b\.?)?\s*[)\]]?|[(（]\s*\d+\s*年(?:\s*\d+\s*(?:か|ヶ|ケ|个)月)?\s*[)）]|"
    r"(?<!\d)\d{1,2}\s*年(?:\s*\d+\s*(?:か|ヶ|ケ|个)月)?(?![\d月])",
    re.IGNORECASE,
)
_OPEN_END = re.compile(rf"\s*{DASH}\s*(?:\.{{2,3}}|…|\?)?\s*(?=$|[)）\]|\t])")
_ACADEMIC = re.compile(r"\s?/\s?(\d\d)(?![\d./])")
_LEADING = re.compile(r"(?<!\w)(?:from|von|vom|du|de|des|del|da|do|od|z|từ|since|seit|depuis|desde)\s+$", re.IGNORECASE)
"""Words before a range that belong to it and to no name."""
_SIGNS = ",;:|·•–—-\t"
_YEARS = re.compile(rf"(?<!\d)({YEAR})\s*[-–—/]\s*(\d\d)(?![\d.-])")
_YEAR_SLASH_YEAR = re.compile(rf"(?<![\d./])({YEAR})\s?/\s?({YEAR})(?![\d./])")


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


@dataclass(frozen=True, slots=True)
class _Joints:
    """What stands between and around the dates of a range."""

    present: re.Pattern[str]
    until: re.Pattern[str]
    since: re.Pattern[str]
    ended: re.Pattern[str]
    two_months: re.Pattern[str]
    short_half: re.Pattern[str]
    """The end of a year of two digits with what joins it to the other half of its range."""


@lru_cache(maxsize=1)
def _joints() -> _Joints:
    lex = lexicon()
    months, to = alternatives(list(lex.months)), alternatives(lex.phrases["until"])
    present = rf"(?<!\w)(?:{alternatives(lex.phrases['present'])})(?!\w)|現在|至今|现在"
    until = rf"\s*[.,]?\s*(?:{DASH}+>?|(?<!\w)(?:{to})(?!\w)|→|から|至|到)\s*"
    return _Joints(
        re.compile(present, re.IGNORECASE),
        re.compile(until, re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{alternatives(lex.phrases['since'])})\s+$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{to})\s+$|(?:^|[(（]){DASH}\s?$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?P<first>{months})\.?\s*(?:{DASH}|(?:{to})(?=\s))\s*(?=(?:{months})\b)", re.IGNORECASE),
        re.compile(rf"\d\d{until}", re.IGNORECASE),
    )


def may_hold_date(text: str) -> bool:
    """Every date holds a digit, or the sign for the first year of an era."""
    return _DIGIT.search(text) is not None


@remembered
def find_range(span: Span) -> DateRange | None:
    """The first span of dates in a piece of text, else its first single date, else None."""
    if not may_hold_date(span.text) or not _QUICK.search(span.text):
        return None
    if not _WHOLE_YEAR.search(span.text):
        return _two_digit_range(span)
    first: DateRange | None = None
    for found in date_pattern().finditer(span.text):
        if dates := _range_from(span, found):
            return dates
        if not first:
            alone = span.cut(found.start(), found.end())
            first = DateRange(alone, None, iso(found), None, alone, single=True)
            if before := _joints().ended.search(span.text[: found.start()]):
                first = DateRange(span.cut(before.start(), found.end()), None, iso(found), None, alone, single=True)
    return _short_range(span) or first


def _range_from(span: Span, found: re.Match[str]) -> DateRange | None:
    """The range that begins with this date, None if the date stands alone."""
    text, joints, date = span.text, _joints(), date_pattern()
    value, start = iso(found), span.cut(found.start(), found.end())
    spaced = text[: found.start()][-1:].isspace()  # before whatever words belong to it
    leading = _LEADING.search(text[: found.start()]) if spaced else None
    first, behind = leading.start() if leading else found.start(), found.end()
    if (academic := _ACADEMIC.match(text, behind)) and found["year"]:
        behind = academic.end()
    joint = joints.until.match(text, behind)
    if joint and (second := date.match(text, joint.end())):
        end, last = _end_of(text, second)
        if found["roman"] and not second["roman"] and text[: found.start()].rstrip(" ")[-1:].isalnum():
            value, start = found["yroman"], span.cut(found.start("yroman"), found.end("yroman"))
            first = found.start("yroman")  # `Engineer II 2019 – 2021`: the numeral belongs to the name
        return DateRange(span.cut(first, last), value, end, start, span.cut(second.start(), last))
    after = behind + len(text[behind:]) - len(text[behind:].lstrip(" ,("))
    if (joint and (now := joints.present.match(text, joint.end()))) or (now := joints.present.match(text, after)):
        return DateRange(span.cut(first, now.end()), value, None, start, None, current=True)
    if opening := _OPEN_END.match(text, behind):
        return DateRange(span.cut(first, opening.end()), value, None, start, None, current=True)
    if spaced and (before := joints.since.search(text[: found.start()])):
        return DateRange(span.cut(before.start(), behind), value, None, start, None, current=True)
    return None


def _end_of(text: str, found: re.Match[str]) -> tuple[str | None, int]:
    """The value of the second date and where it ends; an academic year (`2020/21`) ends in its second half."""
    value = iso(found)
    academic = _ACADEMIC.match(text, found.end()) if found["year"] else None
    if value and academic and (int(value) + 1) % 100 == int(academic[1]):
        return str(int(value) + 1), academic.end()
    return value, found.end()


def written_dates(span: Span) -> list[tuple[str, Span]]:
    """Every single date in a text with its words, also where a line break stands inside it."""
    dates = ((iso(found), span.cut(found.start(), found.end())) for found in date_pattern().finditer(span.text))
    return [(value, words_of) for value, words_of in dates if value]


def _short_range(span: Span) -> DateRange | None:
    """`Jan – Mar 2021`, `2019–21`, `2019/2021`, `03/19 – 08/21`: a half leans on the other one."""
    text, date = span.text, date_pattern()
    if two := _joints().two_months.search(text):
        second = date.match(text, two.end())
        if second and (end := iso(second)) and len(end) > 4:
            start = f"{end[:4]}-{lexicon().months[fold(two['first'])]:02d}"
            whole = span.cut(two.start(), second.end())
            return DateRange(whole, start, end, whole, span.cut(second.start(), second.end()))
    if (years := _YEARS.search(text)) and int(years[2]) > 12 and years[1][2:] <= years[2]:
        whole = span.cut(years.start(), years.end())
        return DateRange(whole, years[1], years[1][:2] + years[2], span.cut(years.start(1), years.end(1)), whole)
    if (years := _YEAR_SLASH_YEAR.search(text)) and years[1] <= years[2]:
        first, last = span.cut(years.start(1), years.end(1)), span.cut(years.start(2), years.end(2))
        return DateRange(span.cut(years.start(), years.end()), years[1], years[2], first, last)
    return _two_digit_range(span)


def _two_digit_range(span: Span) -> DateRange | None:
    """`03/19 – 08/21`, `Mar 19 – present`: years of two digits count only where both halves agree to be dates."""
    text, joints, short = span.text, _joints(), short_date_pattern()
    if not joints.short_half.search(text):
        return None
    for found in short.finditer(text):
        joint, value = joints.until.match(text, found.end()), iso(found)
        start = span.cut(found.start(), found.end())
        apart = (
            len(found[0]) >= 5
            or not text[: found.start()].strip(" ([")
            or text[: found.start()].rstrip(" ([")[-1] in _SIGNS
        )
        if not apart:
            continue
        if joint and (second := short.match(text, joint.end())):
            end, last = iso(second), span.cut(second.start(), second.end())
            if value and end and value <= end:
                return DateRange(span.cut(found.start(), second.end()), value, end, start, last)
        elif joint and (now := joints.present.match(text, joint.end())):
            return DateRange(span.cut(found.start(), now.end()), value, None, start, None, current=True)
    return None


def without_duration(span: Span) -> Span:
    """A piece without a written length of time (`2 yrs 9 mos`) at its end or beginning."""
    for found in _DURATION.finditer(span.text) if may_hold_date(span.text) else ():
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
