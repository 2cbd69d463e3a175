"""The style rules of a web page, as far as they decide what can be seen.

Rules are matched by the HTML library's own selectors and cascade by importance, specificity and order. Only what holds
on a screen without conditions applies. Pages that style themselves from elsewhere keep the benefit of the doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from schema.errors import DocumentTooComplex

Styles = dict[str, str]
"""Property → value, both in lower case."""

_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color",
    "background-image", "position", "left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top",
    "clip", "clip-path", "transform", "height", "max-height", "width", "max-width",
    "overflow", "overflow-x", "overflow-y", "filter", "white-space",
})  # fmt: skip
_COMMENT_OR_STRING = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
_MEDIA = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\Z")
_PSEUDO = re.compile(r":(?!not\(|is\(|where\(|has\(|first-|last-|nth-|only-|root|empty)")
_ID, _CLASS, _TAG = (
    re.compile(r"#[\w-]+"),
    re.compile(r"\.[\w-]+|\[[^\]]*\]|:[\w-]+"),
    re.compile(r"(?<![\w.#:-])[a-z]"),
)
_MAX_RULES, _MAX_MATCHES = 2_000, 200_000

_Rank = tuple[bool, tuple[int, int, int], int]
"""Importance, specificity, order: the highest wins."""


class StyleSheet:
    """What the `<style>` elements and `style` attributes of one page say about its elements."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Raises DocumentTooComplex for more rules or matches than any page of text has."""
        self.is_complete = tree.css_first("link[rel~=stylesheet]") is None
        """Everything that styles the page stands in it."""
        self._found: dict[int, dict[str, tuple[_Rank, str]]] = {}
        matches = 0
        css = "\n".join(node.text() or "" for node in tree.css("style"))
        for order, (selectors, declarations) in enumerate(_rules(css)):
            said = list(_declarations(declarations))
            for selector in selectors.split(",") if said else ():
                for node in _select(tree, selector):
                    matches += 1
                    self._say(node, said, _specificity(selector), order)
            if order > _MAX_RULES or matches > _MAX_MATCHES:
                raise DocumentTooComplex("The page has more style rules than any résumé; export it as PDF")

    def _say(
        self, node: LexborNode, said: list[tuple[str, str, bool]], specificity: tuple[int, int, int], order: int
    ) -> None:
        known = self._found.setdefault(node.mem_id, {})
        for name, value, important in said:
            rank = (important, specificity, order)
            if name not in known or known[name][0] <= rank:
                known[name] = (rank, value)

    def of(self, node: LexborNode, attribute: str | None) -> Styles:
        """The styles of one element, those of its `style` attribute included."""
        known = self._found.get(node.mem_id) if self._found else None
        if not known and not attribute:
            return {}
        styles = {name: value for name, (_, value) in known.items()} if known else {}
        decided = {name for name, (rank, _) in known.items() if rank[0]} if known else set()
        own = _declarations((attribute or "").lower())
        return styles | {name: value for name, value, important in own if important or name not in decided}


def _select(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    selector = selector.strip()
    if not selector or _PSEUDO.search(selector):
        return []
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def _specificity(selector: str) -> tuple[int, int, int]:
    return len(_ID.findall(selector)), len(_CLASS.findall(selector)), len(_TAG.findall(selector))


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of every rule that holds on a screen; one pass, whatever is nested or unclosed."""
    css = _COMMENT_OR_STRING.sub(lambda match: "" if match[0].startswith("/") else '""', css).lower()
    outer: list[str] = []
    start = 0
    for match in re.finditer(r"[{};]", css):
        if match[0] == "{":
            outer.append(css[start : match.start()].strip())
        elif match[0] == "}":
            prelude = outer.pop() if outer else "@"
            if not prelude.startswith("@") and all(map(_applies, outer)):
                yield prelude, css[start : match.start()]
        elif outer and not outer[-1].startswith("@"):
            continue  # between two declarations
        start = match.end()


def _applies(prelude: str) -> bool:
    return prelude.startswith(("@supports", "@layer")) or _MEDIA.match(prelude) is not None


def _declarations(text: str) -> Iterator[tuple[str, str, bool]]:
    """Property, value and whether it is important; only properties that can hide something."""
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip()
        if colon and name in _PROPERTIES:
            value, bang, _ = value.partition("!important")
            yield name, value.strip(), bool(bang)
