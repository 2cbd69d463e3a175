"""A posting's prose cut into what is required, what is welcome and what the work is, by its headings and cue words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple, get_args

from domain.matching.cues import cue, cue_words, plain

Section = Literal["must", "nice", "tasks", "other"]

_BULLET = re.compile(r"^\s*(?:[-*•·–—▪◦●○■□✓✔➢►]|\d{1,2}[.)])\s*")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|\*\*)|\*\*\s*$|^[\W_]+(?=\w)|[】」]\s*$")
_COLON = re.compile(r"\s*[:：]\s*")
_YEARS = re.compile(
    r"(?<![\d.,])(\d{1,2})\s*\+?\s*(?:(?:-|–|to|bis|a|à|do|đến|den|y|or)\s*(\d{1,2})\s*)?\+?\s*([^\W\d_]+)"
)
_CJK_YEARS = re.compile(r"([一二两三四五六七八九十])年")
_AGE = re.compile(
    r"\s*(?:old|of age|or older|or over|and older|and over|alt\b|vollendet|révolus|de edad|de idade|tuoi|tuổi|ukończon)"
)
_LONGEST_HEADING = 60
_MOST_YEARS = 30
# Of two names for one part the first wins: "preferred qualifications" are welcome, "skills we offer" not asked for.
_HEADING_ORDER: tuple[Section, ...] = ("nice", "other", "tasks", "must")


class PostingLine(NamedTuple):
    """One line of prose, without its bullet or leading cue, and what it is about."""

    section: Section
    text: str


def posting_lines(description: str) -> Iterator[PostingLine]:
    """All lines in order; before the first heading a line is `other`."""
    section: Section = "other"
    lines = [line for line in description.splitlines() if _BULLET.sub("", line).strip()]
    for raw, following in zip_longest(lines, lines[1:], fillvalue=""):
        text = _BULLET.sub("", raw).strip()
        head, colon, rest = _split(text)
        opens_list = not _BULLET.match(raw) and _BULLET.match(following) is not None
        named = _heading(head, introduces=not rest and (bool(colon) or opens_list))
        if named and not rest:
            section = named
        elif named:
            # "Nice to have: Go, Rust" is about its own line only.
            yield PostingLine(named, rest)
        elif section in ("must", "other") and cue("inline", "nice").search(plain(text)):
            yield PostingLine("nice", text)
        else:
            yield PostingLine(section, text)


def _split(text: str) -> tuple[str, str, str]:
    found = _COLON.search(text)
    return (text[: found.start()], ":", text[found.end() :]) if found else (text, "", "")


def _heading(head: str, *, introduces: bool) -> Section | None:
    """The part that a line names. One that introduces a list may say more than the name: "What you'll bring to us"."""
    if len(head) > _LONGEST_HEADING:
        return None
    words = plain(_MARKUP.sub("", head))
    named = next((name for name in get_args(Section) if words in cue_words("section", name)), None)
    if named or not introduces:
        return named
    return next((name for name in _HEADING_ORDER if cue("heading", name).search(words)), None)


def asked_months(lines: list[PostingLine]) -> int | None:
    """The least experience that the prose asks for, in months; the lower end of a span. 0 where none is needed."""
    for line in lines:
        if line.section in ("nice", "tasks"):
            continue
        words = plain(line.text)
        if cue("inline", "no_experience").search(words):
            return 0
        is_about_it = cue("inline", "experience").search(words) is not None
        if line.section != "must" and (not is_about_it or cue("inline", "story").search(words)):
            continue
        months = _years_in(line.text) or _in_words(words, with_months=is_about_it)
        if months:
            return months
    return None


def _years_in(text: str) -> int | None:
    """Months of the first number of years; "must be 18 years old" is an age."""
    for found in _YEARS.finditer(text):
        # Chinese and Japanese write 年 with words after it.
        unit = plain(found[3])
        is_years = unit in cue_words("inline", "years") or unit.startswith("年")
        if is_years and not _AGE.match(text[found.end() :]) and int(found[1]) <= _MOST_YEARS:
            return int(found[1]) * 12
    return None


def _in_words(words: str, *, with_months: bool) -> int | None:
    """`three years`, `three (3) years`, `三年以上`, and `18 months` where the line speaks of experience."""
    unspaced = _CJK_YEARS.search(words)
    if unspaced:
        return _number(unspaced[1]) * 12
    tokens = words.replace("+", " ").split()
    for token, unit, *after in zip(tokens, tokens[1:], [*tokens[2:], ""], strict=False):
        number = _number(token)
        if not number or _AGE.match(" ".join(after)):
            continue
        if unit in cue_words("inline", "years") and number <= _MOST_YEARS:
            return number * 12
        if with_months and unit in cue_words("inline", "months"):
            return number
    return None


def _number(word: str) -> int:
    """1–10 in words, or in figures; 0 for anything else."""
    if word.isdecimal() and len(word) <= 2:
        return int(word)
    return next((value for value in range(1, 11) if word in cue_words("number", str(value))), 0)
