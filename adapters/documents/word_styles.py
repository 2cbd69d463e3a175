"""What the styles of a DOCX say about weight, size, headings, lists and hiding, inherited along `basedOn`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from lxml import etree

from adapters.documents.package import attribute, child, children, parse_xml

_OFF = {"0", "false", "off", "none"}
_NEAR_WHITE = 230


@dataclass(frozen=True, slots=True)
class Look:
    """Formatting as far as it is said: None is "not said here". Sizes are points."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    white: bool | None = None
    shaded: bool | None = None
    heading: bool | None = None
    listed: bool | None = None

    def over(self, base: Look) -> Look:
        """Take what this look says, and `base` where it is silent."""
        return Look(
            self.bold if self.bold is not None else base.bold,
            self.size if self.size is not None else base.size,
            self.hidden if self.hidden is not None else base.hidden,
            self.white if self.white is not None else base.white,
            self.shaded if self.shaded is not None else base.shaded,
            self.heading if self.heading is not None else base.heading,
            self.listed if self.listed is not None else base.listed,
        )


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
    said: dict[str, bool | float] = {}
    for item in properties:
        name = etree.QName(item).localname
        value = attribute(item, "val")
        if name == "b":
            said["bold"] = value not in _OFF
        elif name == "sz" and value and value.isdigit():
            said["size"] = int(value) / 2
        elif name in {"vanish", "webHidden", "specVanish"}:
            said["hidden"] = value not in _OFF
        elif name == "color" and value:
            said["white"] = is_white(value)
        elif name == "highlight":
            said["shaded"] = value not in {*_OFF, "white"}
        elif name == "shd":
            said["shaded"] = is_shaded(item)
    return Look(**said)  # type: ignore[arg-type]  # names and types match by construction


def paragraph_look(properties: etree._Element | None) -> Look:
    """What paragraph properties (`pPr`) say: outline level, numbering, shading."""
    if properties is None:
        return _NOTHING
    heading = listed = shaded = None
    level, numbering, shade = (child(properties, name) for name in ("outlineLvl", "numPr", "shd"))
    if level is not None:
        heading = (attribute(level, "val") or "9") < "9"
    if numbering is not None:
        number = child(numbering, "numId")
        listed = number is None or attribute(number, "val") != "0"
    if shade is not None:
        shaded = is_shaded(shade)
    return Look(heading=heading, listed=listed, shaded=shaded)


def is_white(color: str) -> bool:
    """A hexadecimal colour near white; `auto` is not."""
    try:
        return len(color) == 6 and min(bytes.fromhex(color)) >= _NEAR_WHITE
    except ValueError:
        return False


def is_shaded(shade: etree._Element) -> bool:
    """A shading that paints something other than white."""
    fill = attribute(shade, "fill") or "auto"
    return (fill.lower() != "auto" and not is_white(fill)) or attribute(shade, "themeFill") is not None
