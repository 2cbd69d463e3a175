"""What the styles of a DOCX say about weight, size, colours, headings, lists and hiding, inherited along `basedOn`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from lxml import etree

from adapters.documents.ink import UNKNOWN, WHITE, Color, hex_color, unseen
from adapters.documents.package import attribute, child, children, parse_xml

_OFF = {"0", "false", "off", "none"}
_HIGHLIGHTS: dict[str, Color] = {
    "white": WHITE, "black": (0, 0, 0), "yellow": (255, 255, 0), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "blue": (0, 0, 255), "lightGray": (192, 192, 192),
}  # fmt: skip
_MIN_SIZE = 2.0
_MIN_SCALE = 10
"""Per cent of a letter's width: what is narrower cannot be read."""
_MIN_LINE = 40
"""Twentieths of a point: lines held lower show nothing of their letters."""


@dataclass(frozen=True, slots=True)
class Look:
    """Formatting as far as it is said: None is "not said here". Sizes are points."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    color: Color | None = None
    paper: Color | None = None
    """What is painted behind the text."""
    heading: bool | None = None
    listed: bool | None = None

    def over(self, base: Look) -> Look:
        """Take what this look says, and `base` where it is silent."""
        return Look(
            self.bold if self.bold is not None else base.bold,
            self.size if self.size is not None else base.size,
            self.hidden if self.hidden is not None else base.hidden,
            self.color if self.color is not None else base.color,
            self.paper if self.paper is not None else base.paper,
            self.heading if self.heading is not None else base.heading,
            self.listed if self.listed is not None else base.listed,
        )

    def conceals(self) -> bool:
        """Text of this look cannot be seen."""
        tiny = self.size is not None and self.size < _MIN_SIZE
        paper = WHITE if self.paper is None else self.paper
        return bool(self.hidden) or tiny or unseen(self.color or UNKNOWN, paper)


_NOTHING = Look()
Styles = dict[str, Look]
"""By style id; the key "" holds the document's defaults."""

_cache: dict[bytes, Styles] = {}
_CACHED = 64


def styles_of(content: bytes | None) -> Styles:
    """The resolved styles of a styles part. Cached by content: producers ship the same large part in every file."""
    if content is None:
        return {"": _NOTHING}
    key = hashlib.sha256(content).digest()
    if key not in _cache:
        if len(_cache) >= _CACHED:
            _cache.clear()
        _cache[key] = _resolve(parse_xml(content))
    return _cache[key]


def _resolve(root: etree._Element) -> Styles:
    own: dict[str, tuple[Look, str | None]] = {}
    defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
    base = run_look(defaults)
    for style in children(root, "style"):
        name = child(style, "name")
        look = paragraph_look(child(style, "pPr")).over(run_look(child(style, "rPr")))
        title = (attribute(name, "val") or "").lower() if name is not None else ""
        if title.startswith("heading") or title in {"title", "subtitle"}:
            look = Look(heading=True).over(look)
        parent = child(style, "basedOn")
        own[attribute(style, "styleId") or ""] = (look, attribute(parent, "val") if parent is not None else None)

    @cache
    def resolved(name: str, depth: int = 0) -> Look:
        look, parent = own.get(name, (_NOTHING, None))
        return look.over(resolved(parent, depth + 1)) if parent is not None and depth < 20 else look

    return {name: resolved(name) for name in own} | {"": base}


def run_look(properties: etree._Element | None) -> Look:
    """What run properties (`rPr`) say."""
    if properties is None:
        return _NOTHING
    said: dict[str, bool | float | Color] = {}
    for item in properties:
        name = etree.QName(item).localname
        value = attribute(item, "val")
        if name == "b":
            said["bold"] = value not in _OFF
        elif name == "sz" and value and value.isdigit():
            said["size"] = int(value) / 2
        elif name in {"vanish", "webHidden", "specVanish"}:
            said["hidden"] = value not in _OFF
        elif name == "w" and value and value.rstrip("%").isdigit() and int(value.rstrip("%")) < _MIN_SCALE:
            said["hidden"] = True
        elif name == "color" and value:
            said["color"] = hex_color(value)
        elif name == "highlight" and value not in _OFF:
            said["paper"] = _HIGHLIGHTS.get(value or "", UNKNOWN)
        elif name == "shd" and (paper := painted(item)) is not None:
            said["paper"] = paper
    return Look(**said)  # type: ignore[arg-type]  # names and types match by construction


def paragraph_look(properties: etree._Element | None) -> Look:
    """What paragraph properties (`pPr`) say: outline level, numbering, shading, and lines too low to show letters."""
    if properties is None:
        return _NOTHING
    heading = listed = paper = hidden = None
    level, numbering, shade, spacing = (child(properties, name) for name in ("outlineLvl", "numPr", "shd", "spacing"))
    if level is not None:
        heading = (attribute(level, "val") or "9") < "9"
    if numbering is not None:
        number = child(numbering, "numId")
        listed = number is None or attribute(number, "val") != "0"
    if shade is not None:
        paper = painted(shade)
    if spacing is not None and attribute(spacing, "lineRule") == "exact" and is_below(spacing, "line", _MIN_LINE):
        hidden = True
    return Look(heading=heading, listed=listed, paper=paper, hidden=hidden)


def is_below(element: etree._Element, name: str, limit: int) -> bool:
    """Whether an attribute is a number below the limit."""
    value = attribute(element, name) or ""
    return value.isdigit() and int(value) < limit


def painted(shade: etree._Element) -> Color | None:
    """What a shading paints, None for nothing."""
    pattern, fill = attribute(shade, "val") or "clear", (attribute(shade, "fill") or "auto").lower()
    if pattern == "solid":
        return hex_color(attribute(shade, "color"))
    if pattern not in {"clear", "nil"}:
        return UNKNOWN
    if fill != "auto":
        return hex_color(fill)
    return UNKNOWN if attribute(shade, "themeFill") is not None else None
