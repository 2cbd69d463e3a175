"""HTML and Markdown to lines. Nothing is run or fetched; what a browser would not show is dropped and flagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.documents.draft import Draft, Piece
from adapters.documents.html_look import Look, gone
from adapters.documents.html_styles import Styles, StyleSheet
from adapters.documents.ink import UNKNOWN
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
_MAX_NODES = 50_000
_MAX_DEPTH = 200


@dataclass(slots=True)
class _Walk:
    """The line under construction and the lines made."""

    draft: Draft
    styles: StyleSheet
    everything: str
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    heading: bool = False
    nodes: int = 0
    concealed: list[str] = field(default_factory=list)
    why: str = ""
    breaks: bool = False
    """Line breaks in the text are lines of the page, as inside <pre>."""

    def text(self, text: str, bold: bool, look: Look) -> None:
        """Add to the line, or to what is hidden if nobody can see text of this look."""
        if (why := look.concealed()) and text.strip():
            if why != self.why:
                self.end_hidden()
            self.why = why
            self.concealed.append(text)
            return
        self.parts.append(text)
        self.pieces.append((text, bold, None))
        self.letters += len(text.strip())
        self.bold += len(text.strip()) if bold else 0

    def end_hidden(self) -> None:
        if self.concealed:
            self.draft.hide("".join(self.concealed), self.why)
            self.concealed = []

    def end_line(self) -> None:
        self.end_hidden()
        line = re.sub(r"[ \n\r\f]+", " ", "".join(self.parts)).strip()
        if line.strip("• \t"):
            bold = self.letters > 0 and self.bold * 2 > self.letters
            self.draft.add(line, bold=bold, heading=self.heading, pieces=self.pieces)
            self.parts = []
        elif "•" not in line:
            self.parts = []
        self.pieces = []
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
    found = sorted(name for name in _ACTIVE if tree.css_first(name) is not None)
    if found:
        draft.flags.append(
            Flag(kind="active_content", detail=f"The page has {', '.join(found)}; nothing was run or fetched")
        )
    body = tree.body
    if body is not None:
        styles = StyleSheet(tree)
        walk = _Walk(draft, styles, body.text() or "")
        page = Look() if styles.is_complete else Look(paper=UNKNOWN)
        root = body.parent
        _visit(
            body,
            walk,
            bold=False,
            look=page.with_styles(_styles_of(root, root.attributes, styles)) if root is not None else page,
            depth=0,
        )
        walk.end_line()
    return draft


def _visit(node: LexborNode, walk: _Walk, *, bold: bool, look: Look, depth: int) -> None:
    walk.nodes += 1
    if walk.nodes > _MAX_NODES or depth > _MAX_DEPTH:
        raise DocumentTooComplex("The page is nested or long beyond any résumé; export it as PDF")
    tag = node.tag or ""
    if tag == "-text":
        _write(node.text_content or "", walk, bold=bold, look=look)
        return
    if tag in _DROPPED:
        return
    attributes = node.attributes
    styles = _styles_of(node, attributes, walk.styles)
    if "hidden" in attributes or (styles and gone(styles)):
        walk.draft.hide(node.text(separator=" ") or "", "Text that the page does not show")
        return
    look = look.with_styles(styles) if styles else look
    if tag in _BLOCKS or tag == "br":
        walk.end_line()
    if tag == "li":
        walk.parts = ["• "]
    walk.heading = walk.heading or tag in _HEADINGS
    outside = walk.breaks
    walk.breaks = tag == "pre" or (styles["white-space"].startswith("pre") if "white-space" in styles else outside)
    child = node.child
    while child is not None:
        _visit(child, walk, bold=bold or tag in _BOLD, look=look, depth=depth + 1)
        child = child.next
    walk.breaks = outside
    if tag == "a" and (target := shown_target(attributes.get("href") or "", walk.everything)):
        walk.text(f" ({target})", bold, look)
    if tag in {"td", "th"}:
        walk.text("\t", bold, look)
    if tag in _BLOCKS:
        walk.end_line()
    if tag == "li":
        walk.parts = []  # the bullet of an item that shows nothing


def _write(text: str, walk: _Walk, *, bold: bool, look: Look) -> None:
    """Add a text to the line, or line by line where its breaks count; an empty line stays one."""
    if not walk.breaks:
        walk.text(text, bold, look)
        return
    first, *rest = text.split("\n")
    walk.text(first, bold, look)
    for line in rest:
        walk.end_line()
        if line.strip():
            walk.text(line, bold, look)
        else:
            walk.draft.add("")


def _styles_of(node: LexborNode, attributes: dict[str, str | None], sheet: StyleSheet) -> Styles:
    """What rules and its `style` say of an element, and the colours that old pages give as attributes."""
    styles = sheet.of(node, attributes.get("style"))
    if not attributes:
        return styles
    names = (("text", "color"), ("color", "color"), ("bgcolor", "background-color"))
    return {style: value.lower() for name, style in names if (value := attributes.get(name))} | styles
