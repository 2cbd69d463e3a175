"""ODT to lines by a walk over content.xml, with headers and footers of styles.xml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents.draft import MAX_LINES, Draft, Piece, add_row
from adapters.documents.ink import UNKNOWN, WHITE, Color, hex_color, unseen
from adapters.documents.links import shown_target
from adapters.documents.package import Package, attribute, local
from adapters.documents.suspicion import orders_in_properties
from schema.document import Flag
from schema.errors import DocumentTooComplex, EncryptedDocument, UnreadableDocument

_SKIPPED = frozenset({
    "annotation-end", "sequence-decls", "forms", "note-citation", "bookmark-ref-name",
    "table-of-content-source", "index-title-template", "ruby-text", "variable-decls", "user-field-decls", "title",
    "desc",
})  # fmt: skip
_MAX_DEPTH = 200
_TINY = 2.0
_MIN_SCALE = 10
"""Per cent of a letter's width: what is narrower cannot be read."""
_AWAY = re.compile(r"-\d{2,}(?:\.\d+)?(?:cm|in)|-\d{3,}(?:\.\d+)?(?:mm|pt)")
_HIDDEN = "Text that the document hides"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    color: Color | None = None
    paper: Color | None = None

    def over(self, base: _Look) -> _Look:
        pairs = ((getattr(self, name), getattr(base, name)) for name in ("bold", "size", "hidden", "color", "paper"))
        return _Look(*(mine if mine is not None else theirs for mine, theirs in pairs))

    def conceals(self) -> bool:
        """Text of this look cannot be seen."""
        tiny = self.size is not None and self.size < _TINY
        paper = WHITE if self.paper is None else self.paper
        return bool(self.hidden) or tiny or unseen(self.color or UNKNOWN, paper)


@dataclass(slots=True)
class _Line:
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    bold: int = 0
    size: float | None = None
    concealed: list[str] = field(default_factory=list)
    boxes: list[tuple[etree._Element, _Look]] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    draft: Draft
    styles: dict[str, _Look]


def read(data: bytes) -> Draft:
    """The visible lines of an ODT. Raises UnreadableDocument and its subclasses for what is no whole, open document."""
    package = Package(data)
    manifest = package.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise EncryptedDocument("The document is protected with a password; save it without one")
    content = package.parse("content.xml")
    if content is None:
        raise UnreadableDocument("The file has no content part; save it again as .odt and upload the new file")
    common = package.parse("styles.xml")
    styles = _styles([part for part in (common, content) if part is not None])
    draft = Draft()
    walk = _Walk(draft, styles)
    for name in ("header", "body", "footer"):
        root = content if name == "body" else common
        for item in root.iter() if root is not None else ():
            if local(item) == ("text" if name == "body" else name) and _is_office(item, name):
                _blocks(item, walk, _Look(), 0)
    properties = _properties(package)
    found = _DATE.match(properties.get("date") or properties.get("creation-date") or "")
    draft.modified = found[0] if found else None
    draft.flags += orders_in_properties(properties)
    if any(part.startswith(("Basic/", "Scripts/")) for part in package.names):
        draft.flags.append(Flag(kind="active_content", detail="The document has macros; nothing was run"))
    return draft


def _is_office(item: etree._Element, name: str) -> bool:
    parent = item.getparent()
    return parent is not None and local(parent) == ("body" if name == "body" else "master-page")


def _styles(roots: list[etree._Element]) -> dict[str, _Look]:
    own: dict[str, tuple[_Look, str | None]] = {}
    for root in roots:
        for style in root.iter():
            if local(style) in {"style", "default-style"}:
                name = attribute(style, "name") or f"default:{attribute(style, 'family')}"
                own[name] = (_look(style), attribute(style, "parent-style-name"))

    def resolved(name: str, depth: int = 0) -> _Look:
        look, parent = own.get(name, (_Look(), None))
        return look.over(resolved(parent, depth + 1)) if parent and depth < 20 else look

    return {name: resolved(name) for name in own}


def _look(style: etree._Element) -> _Look:
    said: dict[str, bool | float | Color] = {}
    for properties in style:
        for key, raw in properties.attrib.items():
            name, value = key.rpartition("}")[2], str(raw)
            if name == "font-weight":
                said["bold"] = value == "bold" or (value.isdigit() and int(value) >= 600)
            elif name == "font-size" and value.endswith("pt"):
                said["size"] = float(value[:-2])
            elif name == "display" and local(properties) == "text-properties":
                said["hidden"] = value == "none"
            elif name == "text-scale" and value.rstrip("%").isdigit() and int(value.rstrip("%")) < _MIN_SCALE:
                said["hidden"] = True
            elif name == "color":
                said["color"] = hex_color(value)
            elif name in {"background-color", "fill-color"} and value != "transparent":
                said["paper"] = hex_color(value)
            elif name == "fill" and value not in {"none", "solid"}:
                said["paper"] = UNKNOWN
    return _Look(**said)  # type: ignore[arg-type]  # names and types match by construction


def _blocks(element: etree._Element, walk: _Walk, look: _Look, depth: int, *, bullet: bool = False) -> None:
    if depth > _MAX_DEPTH or len(walk.draft.lines) > MAX_LINES:
        raise DocumentTooComplex("The document is nested or long beyond any résumé; export it as PDF")
    for item in element:
        name = local(item)
        if name in {"p", "h"}:
            _paragraph(item, walk, look, depth, bullet=bullet, heading=name == "h")
            bullet = False
        elif name == "list-item":
            _blocks(item, walk, look, depth + 1, bullet=True)
        elif name == "table":
            _table(item, walk, look, depth)
        elif name == "tracked-changes":
            walk.draft.hide(" ".join(item.itertext()), "Text deleted with changes tracked")
        elif name == "section" and attribute(item, "display") == "none":
            walk.draft.hide("".join(item.itertext()), "A section that the document hides")
        elif name not in _SKIPPED:
            _blocks(item, walk, _styled(item, walk, look), depth + 1, bullet=bullet)


def _styled(item: etree._Element, walk: _Walk, look: _Look) -> _Look:
    return walk.styles.get(attribute(item, "style-name") or "", _Look()).over(look)


def _table(table: etree._Element, walk: _Walk, look: _Look, depth: int) -> None:
    look = _styled(table, walk, look)
    for row in table.iter():
        if local(row) != "table-row" or _owner(row) is not table:
            continue
        cells = []
        for cell in row:
            if local(cell) == "table-cell":
                part = _Walk(Draft(), walk.styles)
                _blocks(cell, part, _styled(cell, walk, look), depth + 1)
                walk.draft.flags += part.draft.flags
                cells.append(part.draft)
        add_row(walk.draft, [cell for cell in cells if cell.lines])


def _owner(row: etree._Element) -> etree._Element | None:
    parent = row.getparent()
    while parent is not None and local(parent) != "table":
        parent = parent.getparent()
    return parent


def _paragraph(paragraph: etree._Element, walk: _Walk, look: _Look, depth: int, *, bullet: bool, heading: bool) -> None:
    look = _styled(paragraph, walk, look)
    if any(local(item) == "hidden-paragraph" and attribute(item, "is-hidden") == "true" for item in paragraph):
        look = _Look(hidden=True).over(look)
    line = _Line()
    _inline(paragraph, walk, look, line, depth)
    text = "".join(line.parts)
    prefix = "• " if bullet and not heading else ""
    for piece in text.split("\n"):
        if piece.strip():
            bold = line.bold * 2 > len(text.strip())
            pieces = () if "\n" in text.strip() else line.pieces
            walk.draft.add(prefix + piece.strip(), size=line.size, bold=bold, heading=heading, pieces=pieces)
            prefix = ""
    walk.draft.hide("".join(line.concealed), _HIDDEN)
    for box, inherited in line.boxes:
        _blocks(box, walk, inherited, depth + 1)


def _inline(element: etree._Element, walk: _Walk, look: _Look, line: _Line, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise DocumentTooComplex("The document is nested beyond any résumé; export it as PDF")
    _text(element.text, look, line)
    for item in element:
        name = local(item)
        if name in {"s", "tab", "line-break"}:
            _text(_space(item, name), look, line, literal=True)
        elif name in {"text-box", "custom-shape"}:
            # A drawn box may have any colour behind it.
            line.boxes.append((item, _Look(paper=UNKNOWN)))
        elif name == "annotation":
            walk.draft.hide(" ".join(item.itertext()), "A comment beside the text")
        elif name == "hidden-text":
            line.concealed.append(attribute(item, "string-value") or "".join(item.itertext()))
        elif name == "frame" and any(_AWAY.match(attribute(item, side) or "") for side in ("x", "y")):
            line.concealed.append("".join(item.itertext()))
        elif name not in _SKIPPED:
            start = len(line.parts)
            _inline(item, walk, _styled(item, walk, look), line, depth + 1)
            if name == "a" and (target := shown_target(attribute(item, "href") or "", "".join(line.parts[start:]))):
                line.parts.append(f" ({target})")
        _text(item.tail, look, line)


def _space(item: etree._Element, name: str) -> str:
    if name != "s":
        return "\t" if name == "tab" else "\n"
    count = attribute(item, "c") or "1"
    return " " * min(int(count) if count.isdigit() else 1, 20)


def _text(text: str | None, look: _Look, line: _Line, *, literal: bool = False) -> None:
    if not text:
        return
    shown = text if literal else re.sub(r"[ \t\r\n]+", " ", text)
    if look.conceals():
        line.concealed.append(shown)
        return
    line.parts.append(shown)
    if shown.strip():
        line.pieces.append((shown, bool(look.bold), look.size))
        line.bold += len(shown) if look.bold else 0
        line.size = max(line.size or 0.0, look.size or 0.0) or None


def _properties(package: Package) -> dict[str, str]:
    """What the file says about itself, by local name."""
    root = package.parse("meta.xml")
    return {local(item): item.text or "" for item in root.iter()} if root is not None else {}
