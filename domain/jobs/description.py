"""The text of a posting made clean, and whether it is all of it."""

from __future__ import annotations

import re
import unicodedata

from domain.jobs.words import pattern
from domain.matching.cues import plain

LONGEST = 60_000
"""Characters kept; boards that send more send something else."""
LEAST_COMPLETE = 120
"""A text shorter than this asks for nothing and describes nothing."""

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD])
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n{3,}")
_CUT = re.compile(r"(?:\.\.\.|…|\[[….]*\]|\(?[Tt]runcated\)?)\s*$")


def clean_description(text: str) -> str:
    """One kind of line end, no control or invisible characters, at most one empty line in a row."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_INVISIBLE)
    text = "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Co", "Cs", "Cn"))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()[:LONGEST]


def is_complete(text: str) -> bool:
    """False for a text that ends in the middle or says so, and for next to none."""
    if len(text) < LEAST_COMPLETE or _CUT.search(text):
        return False
    last = text.rsplit("\n", 1)[-1]
    return len(last) > 30 or pattern("cut", "ends").fullmatch(plain(last)) is None
