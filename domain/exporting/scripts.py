"""What the letters of a text say about how to set it: which East Asian font family, and from which side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from domain.exporting.blocks import Block

EastAsian = Literal["ja", "ko", "zh"]

_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7a3]")
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def east_asian_language(sample: str) -> EastAsian:
    """Ideographs look different in three languages: kana mean Japanese, hangul Korean, neither Chinese."""
    if _KANA.search(sample):
        return "ja"
    return "ko" if _HANGUL.search(sample) else "zh"


def has_east_asian(text: str) -> bool:
    """Some character of it needs an East Asian font."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None


def is_right_to_left(text: str) -> bool:
    """The first letter with a direction runs from right to left (rule P2 of the Unicode bidirectional algorithm)."""
    if text.isascii():
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def stands_right(blocks: Iterable[Block]) -> list[bool]:
    """Per block whether it belongs on the right side; dates and addresses, alike anywhere, follow their heading."""
    sides: list[bool] = []
    for block in blocks:
        follows = bool(sides) and sides[-1] and block.kind in ("dates", "contact")
        sides.append(follows or is_right_to_left(block.lead + block.text))
    return sides
