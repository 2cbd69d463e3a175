"""Hebrew and Arabic on a page: letters joined before lines are broken, and each line then put in visual order.

A PDF shows glyphs from left to right in the order they are written; readers undo that when they copy text out.
"""

from __future__ import annotations

import re

from arabic_reshaper import reshape
from bidi.algorithm import get_display  # the one of the two that mirrors brackets

from domain.exporting.flow import Line
from domain.exporting.fonts import BOLD, Fonts

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def join_letters(text: str) -> str:
    """Arabic letters as the forms they take beside their neighbours, still in the order they are read."""
    return reshape(text) if _ARABIC.search(text) else text


def in_visual_order(line: Line, fonts: Fonts, *, size: float, from_the_right: bool) -> Line:
    """`line` with its right-to-left parts turned round; bold only if all of it was."""
    text = line.text
    if not _RIGHT_TO_LEFT.search(text):
        return line
    turned = get_display(text, base_dir="R" if from_the_right else "L")
    bold = all(run.font == BOLD or run.stroked for run in line.runs)
    runs = fonts.runs(turned, bold=bold)
    return Line(runs, sum(run.width(size) for run in runs), line.joint)
