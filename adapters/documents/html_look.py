"""How an element of a web page looks: whether it shows at all, and size and colours that its text inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PIL import ImageColor

from adapters.documents.html_styles import Styles
from adapters.documents.ink import UNKNOWN, WHITE, Color, unseen

_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|ex|ch|cm|mm|in|pc)?\Z")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "rem": 16.0, "em": 16.0, "vw": 12.8}
_PIXELS |= {"vh": 8.0, "%": 10.0, "ex": 8.0, "ch": 8.0}
_FONT_SIZE = re.compile(r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%)?)(?=\s|/)")
_WORDS = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_FUNCTION = re.compile(r"rgba?\(([^()]*)\)")
_EMPTY_CLIP = re.compile(
    r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\s*\)"
    r"|inset\(\s*(?:50|[6-9]\d|100)%|circle\(\s*0(?:px|%)?[\s)]|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*\)"
)
_EMPTY_TRANSFORM = re.compile(r"scale(?:x|y)?\(\s*0?\.?0*\s*[,)]|translate(?:x|y)?\(\s*-\d{4,}px")
_TINY_PIXELS = 2.0
_AWAY = -500.0
_FAINT = 0.08


@dataclass(frozen=True, slots=True)
class Look:
    """What text inherits."""

    seen: bool = True
    """`visibility`."""
    pixels: float = 16.0
    color: Color = (0, 0, 0)
    paper: Color = WHITE
    transparent: bool = False

    def concealed(self) -> str | None:
        """Why text of this look cannot be seen, None if it can."""
        if not self.seen:
            return "Text that the page does not show"
        if self.pixels < _TINY_PIXELS:
            return "Text smaller than 2 pixels"
        if self.transparent:
            return "Transparent text"
        if unseen(self.color, self.paper):
            return "Text in the colour of the paper"
        return None

    def with_styles(self, styles: Styles) -> Look:
        """The look of an element inside, with styles of its own."""
        changes: dict[str, object] = {}
        if (visibility := styles.get("visibility")) and visibility != "inherit":
            changes["seen"] = visibility not in {"hidden", "collapse"}
        if (size := styles.get("font-size") or _size_of_font(styles.get("font", ""))) is not None:
            changes["pixels"] = _font_pixels(size, self.pixels)
        if color := styles.get("color"):
            changes |= self._colored(color)
        for name in ("background", "background-color", "background-image"):
            if value := styles.get(name):
                changes |= self._painted(name, value)
        return replace(self, **changes) if changes else self  # type: ignore[arg-type]  # names and types match

    def _colored(self, value: str) -> dict[str, object]:
        if value in {"inherit", "currentcolor", "unset"}:
            return {}
        color, alpha = parse_color(value)
        return {"color": color, "transparent": color != UNKNOWN and alpha < _FAINT}

    def _painted(self, name: str, value: str) -> dict[str, object]:
        if "url(" in value or "gradient(" in value or "var(" in value:
            return {"paper": UNKNOWN}
        if name == "background-image" or value in {"none", "inherit", "unset", "initial"}:
            return {}
        words = [value, *re.findall(r"rgba?\([^()]*\)|[^\s()]+", value)] if name == "background" else [value]
        for word in words:
            color, alpha = parse_color(word)
            if color:
                return {"paper": color if alpha > 1 - _FAINT else UNKNOWN} if alpha >= _FAINT else {}
        return {}


def gone(styles: Styles) -> bool:
    """An element that shows neither itself nor anything in it."""
    if styles.get("display") == "none" or _number(styles.get("opacity")) < _FAINT:
        return True
    if re.search(r"opacity\(\s*0?\.?0*%?\s*\)", styles.get("filter", "")):
        return True
    placed = styles.get("position") in {"absolute", "fixed", "relative", "sticky"}
    if placed and any(_pixels(styles.get(side)) <= _AWAY for side in ("left", "top", "right", "bottom")):
        return True
    if any(_pixels(styles.get(name)) <= _AWAY for name in ("text-indent", "margin-left", "margin-top")):
        return True
    if _EMPTY_CLIP.search(styles.get("clip-path", "")) or _EMPTY_TRANSFORM.search(styles.get("transform", "")):
        return True
    if placed and _EMPTY_CLIP.search(styles.get("clip", "")):
        return True
    cut = any(
        styles.get(name, "").split(" ")[0] in {"hidden", "clip"} for name in ("overflow", "overflow-x", "overflow-y")
    )
    sides = ("height", "max-height", "width", "max-width")
    return cut and any(-1 < _pixels(styles.get(side), 99.0) <= 1 for side in sides)


def parse_color(value: str) -> tuple[Color, float]:
    """Red, green, blue and alpha of a CSS colour; no colour for what cannot be known here."""
    value = value.strip()
    if value == "transparent":
        return (0, 0, 0), 0.0
    if function := _FUNCTION.fullmatch(value):
        parts = [part for part in re.split(r"[\s,/]+", function[1]) if part]
        try:
            numbers = [
                float(p[:-1]) / 100 * (255 if n < 3 else 1) if p.endswith("%") else float(p)
                for n, p in enumerate(parts)
            ]
        except ValueError:
            return UNKNOWN, 1.0
        if len(numbers) not in {3, 4}:
            return UNKNOWN, 1.0
        red, green, blue = (min(max(round(number), 0), 255) for number in numbers[:3])
        return (red, green, blue), numbers[3] if len(numbers) == 4 else 1.0
    try:
        found = ImageColor.getrgb(value)
    except ValueError:
        return UNKNOWN, 1.0
    return (found[0], found[1], found[2]), found[3] / 255 if len(found) == 4 else 1.0


def _number(value: str | None) -> float:
    match = _LENGTH.match(value or "")
    if not match:
        return 1.0
    return float(match[1]) / (100 if match[2] == "%" else 1)


def _pixels(value: str | None, default: float = 0.0) -> float:
    match = _LENGTH.match(value or "")
    return float(match[1]) * _PIXELS[match[2] or "px"] if match else default


def _size_of_font(font: str) -> str | None:
    match = _FONT_SIZE.search(font)
    return match[1] if match else None


def _font_pixels(value: str, inherited: float) -> float:
    if value in _WORDS:
        return _WORDS[value]
    match = _LENGTH.match(value)
    if not match:
        return inherited
    number, unit = float(match[1]), match[2]
    if unit in {"em", "%", "ex", "ch"}:
        return number * inherited * {"em": 1.0, "%": 0.01}.get(unit, 0.5)
    return number * _PIXELS[unit or "px"]
