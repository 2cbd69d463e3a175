"""A posting's prose cut into what is required, what is welcome and what the work is, by its headings and cue words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from domain.matching.cues import cue, cue_words, plain

Section = Literal["must", "nice", "tasks", "other"]

_BULLET = re.compile(r"^\s*(?:[-*•·–—▪◦●○■□✓✔➢►]|\d{1,2}[.)])\s*")
_COLON = re.compile(r"\s*[:：]\s*")
_YEARS = re.compile(
    r"(?<![\d.,])(\d{1,2})\s*\+?\s*(?:(?:-|–|to|bis|a|à|do|đến|den|y|or)\s*(\d{1,2})\s*)?\+?\s*([^\W\d_]+)"
)


class PostingLine(NamedTuple):
    """One line of prose, without its bullet or leading cue, and what it is about."""

    section: Section
    text: str


def posting_lines(description: str) -> Iterator[PostingLine]:
    """All lines in order; before the first heading a line is `other`."""
    section: Section = "other"
    for raw in description.splitlines():
        text = _BULLET.sub("", raw).strip()
        if not text:
            continue
        head, _, rest = _split(text)
        named = _heading(head)
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


def _heading(head: str) -> Section | None:
    if len(head) > 60:
        return None
    words = plain(head)
    return next((name for name in get_args(Section) if words in cue_words("section", name)), None)


def asked_months(lines: list[PostingLine]) -> int | None:
    """The least experience that the prose asks for, in months; the lower end of a span."""
    for line in lines:
        if line.section in ("nice", "tasks"):
            continue
        if line.section != "must" and not cue("inline", "experience").search(plain(line.text)):
            continue
        for found in _YEARS.finditer(line.text):
            # "must be 18 years old" is an age; Chinese and Japanese write 年 with words after it.
            unit = plain(found[3])
            is_years = unit in cue_words("inline", "years") or unit.startswith("年")
            age = re.match(r"\s*(?:old|of age|alt\b|tuoi|tuổi)", line.text[found.end() :])
            if is_years and not age and int(found[1]) <= 30:
                return int(found[1]) * 12
    return None
