"""What each kind of paragraph looks like: its size tells the kind, its indent tells how broken lines belong together.

Everything here is visible on the page. Sizes are points and differ from kind to kind, so that a page can be read back
without guessing; no two kinds of one format may share a size.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal
from uuid import UUID

from bidi.algorithm import get_display

Kind = Literal["name", "label", "contact", "section", "entry", "dates", "item", "text", "bullet", "note"]

PDF_SIZES: dict[Kind, float] = {
    "name": 23, "label": 12, "contact": 9.4, "section": 12.5, "entry": 10.5, "dates": 9, "item": 10, "text": 9.8,
    "bullet": 9.6, "note": 8.7,
}  # fmt: skip
DOCX_SIZES: dict[Kind, float] = {
    "name": 24, "label": 12, "contact": 9.5, "section": 13, "entry": 11.5, "dates": 9, "item": 11, "text": 10.5,
    "bullet": 10, "note": 8.5,
}  # fmt: skip
PDF_FOOTER_SIZE, DOCX_FOOTER_SIZE = 7.5, 8.0

PDF_WIDTH, PDF_MARGIN = 595.2756, 54.0
BULLET_MARK = 2.0
"""Where a bullet stands, in points from the margin."""

Joint = Literal["start", "glue", "cut", "blank"]
"""What stood before the first character of a line: another paragraph; what `glue` says; nothing, in the middle of a
word; a blank where `glue` says there is none."""

_INDENTS: dict[Joint, float] = {"start": 0.0, "glue": 10.0, "cut": 20.0, "blank": 30.0}
_BULLET_INDENTS: dict[Joint, float] = {"start": 13.0, "glue": 13.0, "cut": 23.0, "blank": 33.0}
_TEXT_INDENTS: dict[Joint, float] = {"start": 12.0, "glue": 0.0, "cut": 24.0, "blank": 36.0}

# Japanese and Chinese line rules: closing marks never begin a line, opening marks never end one.
_NOT_FIRST = frozenset("、。，．・：；？！」』】）］｝〉》〕’”…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NOT_LAST = frozenset("「『【（［｛〈《〔‘“")

_FOOTER = r"vitaeflow · Generated \d{4,}-\d\d-\d\d \d\d:\d\d UTC · Job [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FOOTER = re.compile(_FOOTER + r"(?: ·|\s)\s*Page \d+ of \d+")
"""The last line of each page: our name, when, which analysis, and the page."""


def footer(job_id: UUID, generated_at: datetime) -> str:
    """The footer without its page number."""
    return f"vitaeflow · Generated {generated_at:%Y-%m-%d %H:%M} UTC · Job {job_id}"


def indents(kind: Kind, *, first: bool = True) -> dict[Joint, float]:
    """Points from the margin to a line's first character, by how the line begins.

    Prose is set as books do: a paragraph that follows another one of the same value (`first` is false) starts with an
    indent and the rest stands at the margin. All other kinds hang: what goes on is indented.
    """
    if kind == "bullet":
        return _BULLET_INDENTS
    if kind != "text":
        return _INDENTS
    return {**_TEXT_INDENTS, "start": 0.0} if first else _TEXT_INDENTS


def is_wide(char: str) -> bool:
    """An ideograph, kana or full-width mark: written without blanks between words. Hangul has blanks and is none."""
    return char >= "\u2e80" and unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def reads_one_way(text: str) -> bool:
    """Whether the drawn line has one reading; `2020 – present` and `present – 2020` look the same within Arabic."""
    if text.isascii() or not any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return True
    return all(get_display(get_display(text, base_dir=base), base_dir=base) == text for base in "LR")


def glue(before: str, after: str) -> str:
    """What joins two lines that were one: nothing between characters that may be parted anywhere, else a blank."""
    return "" if is_wide(before) and is_wide(after) and after not in _NOT_FIRST and before not in _NOT_LAST else " "
