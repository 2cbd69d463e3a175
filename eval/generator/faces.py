"""Typefaces for PDF that need no installation: standard ones, those of pymupdf-fonts, East Asian CID fonts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from random import Random

import pymupdf_fonts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

_STANDARD = (("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"), ("Times-Roman", "Times-Bold", "Times-Italic"))
_EMBEDDED = (("figo", "figbo", "figit"), ("notos", "notosbo", "notosit"), ("ubuntu", "ubuntubo", "ubuntuit"))
_WIDE = {"ja": ("HeiseiKakuGo-W5", "HeiseiMin-W3"), "zh": ("STSong-Light",)}


@dataclass(frozen=True)
class Face:
    """PDF names of a family. `wide`: a line may break between any two letters."""

    regular: str
    bold: str
    italic: str
    wide: bool = False

    def covers(self, text: str) -> bool:
        """Whether every letter has a sign in the regular font."""
        if self.wide:
            return True
        if self.regular in pdfmetrics.standardFonts:
            try:
                text.encode("cp1252")
            except UnicodeEncodeError:
                return False
            return True
        widths = pdfmetrics.getFont(self.regular).face.charWidths
        return all(ord(char) in widths for char in text)


_PLAIN = str.maketrans("▪›→✓★☆●○", "•»-•*-*-")
"""Signs that few fonts have → signs that all have."""


def shown(face: Face, text: str) -> str:
    """The text with signs that the face has not replaced by plain ones."""
    return text if face.covers(text) else text.translate(_PLAIN)


def draw(rng: Random, lang: str, text: str) -> Face:
    """A family that has all letters of the text, as far as one does."""
    if lang in _WIDE:
        name = rng.choice(_WIDE[lang])
        pdfmetrics.registerFont(UnicodeCIDFont(name))
        return Face(name, name, name, wide=True)
    order = rng.sample([*_STANDARD, *_EMBEDDED], 5)
    for names in order:
        face = _family(names)
        if face.covers(text):
            return face
    return _family(_EMBEDDED[0])


def _family(names: tuple[str, str, str]) -> Face:
    regular, bold, italic = map(_registered, names)
    return Face(regular, bold, italic)


@cache
def _registered(name: str) -> str:
    if name not in pdfmetrics.standardFonts:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(pymupdf_fonts.myfont(name))))
    return name
