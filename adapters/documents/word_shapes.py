"""Drawn shapes of a DOCX: which are not shown, and what is behind the text of a box."""

from __future__ import annotations

import re

from lxml import etree

from adapters.documents.ink import UNKNOWN, WHITE, Color, hex_color
from adapters.documents.package import attribute, child, local

_SHAPES = {"anchor", "inline", "shape", "rect", "roundrect", "oval", "group"}
_UNSEEN = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none")
_AWAY = re.compile(r"(?:left|top)\s*:\s*(-?\d+(?:\.\d+)?)\s*pt")
_AWAY_POINTS = 1_500.0
_AWAY_EMU = 20_000_000
"""English metric units, 12,700 a point: further than any paper is wide or high."""
_ON = {"1", "true", "on", "t"}


def is_hidden_shape(item: etree._Element) -> bool:
    """A drawing or its older form that the document hides, or that lies off every page."""
    if local(item) not in _SHAPES:
        return False
    about = child(item, "docPr")
    said = [attribute(each, "hidden") for each in (item, about) if each is not None]
    style = attribute(item, "style") or ""
    if any(value in _ON for value in said) or _UNSEEN.search(style):
        return True
    offsets = [abs(int(each.text or 0)) for each in item.iter() if local(each) == "posOffset" and _is_number(each.text)]
    return max(offsets, default=0) > _AWAY_EMU or any(abs(float(n)) > _AWAY_POINTS for n in _AWAY.findall(style))


def box_paper(content: etree._Element) -> Color:
    """What a text box paints behind its content; unknown unless it says one colour."""
    shape = content.getparent()
    while shape is not None and local(shape) not in {"wsp", "shape", "rect", "roundrect", "p"}:
        shape = shape.getparent()
    if shape is None or local(shape) == "p":
        return UNKNOWN
    color = child(child(child(shape, "spPr"), "solidFill"), "srgbClr")
    if color is not None:
        return hex_color(attribute(color, "val"))
    named = (attribute(shape, "fillcolor") or "").split(" ")[0].lower()
    return WHITE if named == "white" else hex_color(named)


def words_of(element: etree._Element) -> str:
    """All text in it, deleted or not, a blank between paragraphs."""
    parts = []
    for item in element.iter():
        if local(item) in {"t", "delText"}:
            parts.append(item.text or "")
        elif local(item) in {"p", "tab", "br"}:
            parts.append(" ")
    return "".join(parts).strip()


def _is_number(text: str | None) -> bool:
    return (text or "").strip().lstrip("-").isdigit()
