"""HTML and Markdown to lines. Nothing is run or fetched; what a browser would not show is dropped and flagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.documents.draft import Draft
from adapters.documents.links import shown_target
from adapters.documents.plain import decode
from schema.document import Flag
from schema.errors import DocumentTooComplex

_DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "head", "select",
}  # fmt: skip
_ACTIVE = {"script", "iframe", "object", "embed"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BOLD = {"b", "strong", "th", *_HEADINGS}
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|top|right|text-indent)\s*:\s*-\d{4,}px|clip\s*:\s*rect\(0)",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)", re.IGNORECASE
)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_CLASS_RULE = re.compile(r"(?:^|[}\s,])\.([\w-]+)\s*\{([^{}]*)\}")
_MAX_NODES = 50_000
_MAX_DEPTH = 200


@dataclass(slots=True)
class _Walk:
    """The line under construction and the lines made."""

    draft: Draft
    hidden_classes: frozenset[str]
    everything: str
    parts: list[str] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    heading: bool = False
    nodes: int = 0

    def text(self, text: str, bold: bool) -> None:
        self.parts.append(text)
        self.letters += len(text.strip())
        self.bold += len(text.strip()) if bold else 0

    def end_line(self) -> None:
        line = re.sub(r"[ \n\r\f]+", " ", "".join(self.parts)).strip()
        if line.strip("• \t"):
            bold = self.letters > 0 and self.bold * 2 > self.letters
            self.draft.add(line, bold=bold, heading=self.heading)
            self.parts = []
        elif "•" not in line:
            self.parts = []
        self.bold = self.letters = 0
        self.heading = False


def read(data: bytes) -> Draft:
    """The visible lines of a web page; heading elements are headings, list items get a bullet."""
    text, repaired = decode(data)
    draft = _read_html(text)
    if repaired:
        draft.flags.append(Flag(kind="repaired", detail="Bytes that are no characters were dropped"))
    return draft


def read_markdown(data: bytes) -> Draft:
    """Markdown by way of its HTML: every line break counts, as writers of résumés expect."""
    text, _ = decode(data)
    markdown = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    return _read_html(markdown.render(text))


def _read_html(text: str) -> Draft:
    tree = LexborHTMLParser(text)
    draft = Draft()
    styles = " ".join(node.text() or "" for node in tree.css("style"))
    screen = re.sub(r"@media\s+print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", styles)
    hidden = frozenset(name for name, rules in _CLASS_RULE.findall(screen) if _HIDING.search(rules))
    found = sorted(name for name in _ACTIVE if tree.css_first(name) is not None)
    if found:
        draft.flags.append(
            Flag(kind="active_content", detail=f"The page has {', '.join(found)}; nothing was run or fetched")
        )
    body = tree.body
    if body is not None:
        walk = _Walk(draft, hidden, body.text() or "")
        _visit(body, walk, bold=False, painted=False, depth=0)
        walk.end_line()
    return draft


def _visit(node: LexborNode, walk: _Walk, *, bold: bool, painted: bool, depth: int) -> None:
    walk.nodes += 1
    if walk.nodes > _MAX_NODES or depth > _MAX_DEPTH:
        raise DocumentTooComplex("The page is nested or long beyond any résumé; export it as PDF")
    tag = node.tag or ""
    if tag == "-text":
        walk.text(node.text_content or "", bold)
        return
    if tag in _DROPPED:
        return
    style = node.attributes.get("style") or ""
    if detail := _hidden(node, style, walk, painted):
        walk.draft.hide(node.text(separator=" ") or "", detail)
        return
    if tag in _BLOCKS or tag == "br":
        walk.end_line()
    if tag == "li":
        walk.parts = ["• "]
    walk.heading = walk.heading or tag in _HEADINGS
    painted = painted or _BACKGROUND.search(style) is not None or bool(node.attributes.get("class"))
    child = node.child
    while child is not None:
        _visit(child, walk, bold=bold or tag in _BOLD, painted=painted, depth=depth + 1)
        child = child.next
    if tag == "a" and (target := shown_target(node.attributes.get("href") or "", walk.everything)):
        walk.text(f" ({target})", bold)
    if tag in {"td", "th"}:
        walk.text("\t", bold)
    if tag in _BLOCKS:
        walk.end_line()


def _hidden(node: LexborNode, style: str, walk: _Walk, painted: bool) -> str | None:
    if "hidden" in node.attributes or _HIDING.search(style):
        return "Text that the page does not show"
    if walk.hidden_classes.intersection((node.attributes.get("class") or "").split()):
        return "Text that the page's style hides"
    # White on a background of its own is a design; white where nothing paints a background is not.
    if _WHITE.search(style) and not painted and not _BACKGROUND.search(style):
        return "Text in the colour of the paper"
    return None
