"""Characters as a reader sees them: composed, visible, one kind of space. Nothing invisible survives."""

from __future__ import annotations

import re
import unicodedata

_TAG_FLAG = "\U0001f3f4"
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
# Where symbol fonts keep their bullets.
_BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0a8\uf076\uf0d8\uf0fc\uf02d\uf09f\u25cf\u2023"), "•")
# Zero width spaces, joiners of words, soft hyphens, direction marks, variation selectors, annotation marks, BOM.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0100-\U000e01ef]"
)
# Joiners carry meaning in Arabic and Indic scripts and in emoji; between other letters they only hide words.
_JOINERS = re.compile("(?<![\u0600-\u0dff\u2600-\u27bf\U0001f000-\U0001faff])[\u200c\u200d]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffc-\uffff\U000f0000-\U0010ffff]")
# Ligatures and the look-alike radicals that some fonts map ideographs to.
_COMPATIBLE = re.compile("[\ufb00-\ufb06\u2e80-\u2fdf]")
# Variation selectors choose the form of the one character before them; rows of them can only spell bytes.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")
# What an override turns around is read from right to left, up to its end or that of the line.
_TURNED = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069]*)[\u202c\u2069]?")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_AROUND_TAB = re.compile(r" *\t[ \t]*")


def clean_line(text: str) -> tuple[str, str]:
    """One line made clean (NFC), and what invisible Unicode characters in it spelled: tags and variation selectors.

    Letters that an override turns around come as they are seen. Spaces of all kinds become one space; tabs, which mean
    a gap between columns, stay. Icons of private fonts go.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip(), ""
    hidden: list[str] = []

    def tag(match: re.Match[str]) -> str:
        # England, Scotland and Wales have flags that are spelled with tags: an emoji, not a message.
        if match.start() == 0 or text[match.start() - 1] != _TAG_FLAG:
            hidden.append("".join(chr(ord(c) - 0xE0000) for c in match[0]))
        return ""

    def selected(match: re.Match[str]) -> str:
        hidden.append(bytes(_selector_byte(c) for c in match[0]).decode("utf-8", "ignore"))
        return ""

    text = _SELECTORS.sub(selected, _TAGS.sub(tag, text))
    text = _TURNED.sub(_as_seen, text)
    text = _INVISIBLE.sub("", _JOINERS.sub("", text))
    text = text.translate(_BULLETS)
    text = _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _PRIVATE.sub(" ", _CONTROLS.sub(" ", text))
    text = _AROUND_TAB.sub("\t", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    return text.strip(), "".join(c for c in "".join(hidden) if c.isprintable())


def _selector_byte(selector: str) -> int:
    code = ord(selector)
    return code - 0xFE00 if code < 0xE0100 else code - 0xE0100 + 16


def _as_seen(match: re.Match[str]) -> str:
    """Letters of left-to-right scripts come out backwards; in others an override changes nothing."""
    text = unicodedata.normalize("NFC", match[1])
    if any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text):
        return text
    return text[::-1].translate(_MIRRORED)
