"""Which font draws which character of a PDF, so that no reader ever sees an empty box.

FiraGO (SIL OFL, shipped by the package `pymupdf-fonts`) is embedded and draws Latin with all Vietnamese and central
European letters, Greek, Cyrillic, Georgian, Thai, Hebrew and Arabic (joined by `domain.exporting.bidi`). Chinese,
Japanese and Korean come from the viewer's own fonts through the standard CID collections; bullets and ticks from the
standard symbol font. What none of them has is replaced by an equivalent, left out when it is decoration (emoji), or
named: `[Tamil]`.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import pymupdf_fonts
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from domain.exporting.scripts import EastAsian, east_asian_language

REGULAR, BOLD = "FiraGO", "FiraGO-Bold"
_DINGBATS = "ZapfDingbats"
_JAPANESE, _CHINESE, _KOREAN = "HeiseiKakuGo-W5", "STSong-Light", "HYGothic-Medium"
_CJK: dict[EastAsian, str] = {"ja": _JAPANESE, "ko": _KOREAN, "zh": _CHINESE}
# The collection of each CID font holds at least what the old national encoding holds.
_ENCODINGS = {_JAPANESE: "cp932", _CHINESE: "gbk", _KOREAN: "cp949"}

_EQUIVALENTS = dict(zip("⇒⇐⇔☆□☐▪▫◇○☑✅❌❎\u2009\u202f", "→←↔✩❑❑■❑❖❍✔✔✘✘ \u00a0", strict=True))
# Indic letters reorder and join around their neighbours; drawn one by one they would be wrong, and a wrong name is
# worse than a named gap. Hebrew and Arabic vowel points need placing that a plain show operator has not.
# Marks without a letter, or with one that no font has, are drawn over whatever stands before them.
_LONE_MARKS = re.compile("(?:^|(?<=[ \\]]))[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1dc0-\u1dff]+")
_NEEDS_SHAPING = ((0x0591, 0x05C7), (0x064B, 0x065F), (0x0900, 0x0DFF))


class Run(NamedTuple):
    """Text in one font. `stroked` thickens fonts that have no bold of their own."""

    font: str
    text: str
    stroked: bool = False

    def width(self, size: float) -> float:
        """In points."""
        return float(stringWidth(self.text, self.font, size))


@lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """Registers the fonts once per process; the characters that both embedded faces draw."""
    faces = []
    for name, source in ((REGULAR, "figo"), (BOLD, "figbo")):
        font = TTFont(name, io.BytesIO(pymupdf_fonts.myfont(source)))
        registerFont(font)
        faces.append({chr(code) for code in font.face.charToGlyph})
    for name in _ENCODINGS:
        registerFont(UnicodeCIDFont(name))
    shaped = {chr(code) for first, last in _NEEDS_SHAPING for code in range(first, last + 1)}
    # joiners and direction marks steer a shaper; some faces draw them as a stroke
    return frozenset(char for char in faces[0] & faces[1] - shaped if unicodedata.category(char) != "Cf")


@lru_cache(maxsize=1)
def _dingbats() -> frozenset[str]:
    return frozenset(bytes(range(0x21, 0xFF)).decode("zapfdingbats", "ignore"))


class Fonts:
    """Chooses fonts for one document: ideographs shared by three languages follow the language of its other text."""

    def __init__(self, sample: str) -> None:
        self._primary = _covered()
        first = _CJK[east_asian_language(sample)]
        self._cjk = (first, *(font for font in _ENCODINGS if font != first))

    def runs(self, text: str, *, bold: bool = False) -> list[Run]:
        """`text` cut where the font changes; characters no font has are replaced as the module says."""
        face = BOLD if bold else REGULAR
        text = unicodedata.normalize("NFC", text)
        text = self.drawn(text)
        if self._primary.issuperset(text):
            return [Run(face, text)] if text else []
        runs = []
        for font, chars in groupby(text, key=self._font):
            runs.append(Run(face if font in (REGULAR, None) else font, "".join(chars), bold and font in _ENCODINGS))
        return runs

    def drawn(self, text: str) -> str:
        """The characters that `runs` shows for `text`; drawn again, they stay as they are."""
        if not self._primary.issuperset(text):
            text = re.sub(" {2,}", " ", "".join(self._drawable(text)))
        return text if text.isascii() else _LONE_MARKS.sub("", text)

    def _font(self, char: str) -> str | None:
        if char in self._primary:
            return REGULAR
        if char in _dingbats():
            return _DINGBATS
        if unicodedata.east_asian_width(char) not in "WF":
            return None
        return next((font for font in self._cjk if _encodes(font, char)), None)

    def _drawable(self, text: str) -> Iterator[str]:
        """Replaces what cannot be drawn; a word of an unknown script becomes one mark."""
        for has_font, chars in groupby(text, key=lambda char: self._font(char) is not None):
            if has_font:
                yield "".join(chars)
                continue
            named = None
            for char in chars:
                equivalent = _EQUIVALENTS.get(char) or unicodedata.normalize("NFKC", char)
                if equivalent != char and all(map(self._font, equivalent)):
                    yield equivalent
                elif unicodedata.category(char)[0] in "LN" and named != _script(char):
                    named = _script(char)
                    yield f"[{named}]"


def _encodes(font: str, char: str) -> bool:
    try:
        char.encode(_ENCODINGS[font])
    except UnicodeEncodeError:
        return False
    return True


def _script(char: str) -> str:
    """The first word of the character's name says its script: `TAMIL LETTER KA`."""
    return unicodedata.name(char, "unknown script").split()[0].capitalize()
