"""DOCX to lines by a walk over its XML: body, tables, text boxes, headers, footers, notes, lists, links.

python-docx's paragraphs leave most of these out; the walk costs less and keeps the order of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents.draft import MAX_LINES, Draft, Piece, add_row
from adapters.documents.ink import UNKNOWN, Color, hex_color
from adapters.documents.links import shown_target
from adapters.documents.package import Package, attribute, child, local
from adapters.documents.word_package import about_the_file, link_targets, relations
from adapters.documents.word_shapes import box_paper, is_hidden_shape, words_of
from adapters.documents.word_styles import Look, Styles, is_below, painted, paragraph_look, run_look, styles_of
from schema.errors import DocumentTooComplex, UnreadableDocument

_SKIPPED = {
    "del",
    "moveFrom",
    "Fallback",
    "pPr",
    "rPr",
    "sectPr",
    "tblPr",
    "tblGrid",
    "instrText",
    "delText",
}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_MAX_DEPTH = 150
_MIN_ROW = 60
"""Twentieths of a point: rows held lower show nothing of their text."""
_HIDDEN = "Text that the document hides"
_DELETED = "Text deleted with changes tracked"
_PLAIN_TABLES = {"", "TableGrid", "TableNormal", "Tabellenraster"}


@dataclass(slots=True)
class _Line:
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    bold: int = 0
    size: float | None = None
    concealed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    field_code: str = ""


@dataclass(slots=True)
class _Walk:
    draft: Draft
    styles: Styles
    targets: dict[str, str]
    page: int = 1


def read(data: bytes) -> Draft:
    """The visible lines of a DOCX in document order, headers first and footers last.

    Raises UnreadableDocument and its subclasses for what is no whole, open, ordinary document.
    """
    package = Package(data)
    outer = relations(package, "_rels/.rels")
    main = next((target for kind, target, _ in outer.values() if kind == "officeDocument"), "word/document.xml")
    content = package.read(main)
    if content is None:
        raise UnreadableDocument("The file has no document part; save it again as .docx and upload the new file")
    if content.count(b"<w:p ") + content.count(b"<w:p>") > MAX_LINES:
        raise DocumentTooComplex("The document has more paragraphs than any résumé; send the résumé alone")
    folder, _, name = main.rpartition("/")
    parts = relations(package, f"{folder}/_rels/{name}.rels", folder)
    styles = styles_of(package.read(next((t for k, t, _ in parts.values() if k == "styles"), "word/styles.xml")))
    root = package.parse(main)
    assert root is not None
    draft = Draft()
    before = [target for kind, target, _ in parts.values() if kind == "header"]
    after = [target for kind, target, _ in parts.values() if kind in {"footer", "footnotes", "endnotes"}]
    for target in before:
        _read_part(package, target, styles, draft)
    walk = _Walk(draft, styles, link_targets(parts))
    _blocks(root, walk, _page_look(root), 0)
    for target in after:
        _read_part(package, target, styles, draft)
    for kind, target, _ in parts.values():
        comments = package.parse(target) if kind == "comments" else None
        for comment in comments if comments is not None else ():
            draft.hide(words_of(comment), "A comment beside the text")
    draft.pages = walk.page
    about_the_file(package, parts, outer, draft)
    return draft


def _page_look(root: etree._Element) -> Look:
    """A page may have a colour of its own."""
    background = child(root, "background")
    return Look() if background is None else Look(paper=hex_color(attribute(background, "color")))


def _read_part(package: Package, target: str, styles: Styles, draft: Draft) -> None:
    """A header, footer or notes part; the same text on first, odd and even pages is written once."""
    root = package.parse(target)
    if root is None:
        return
    folder, _, name = target.rpartition("/")
    part = Draft()
    _blocks(
        root, _Walk(part, styles, link_targets(relations(package, f"{folder}/_rels/{name}.rels", folder))), Look(), 0
    )
    known = {line.text for line in draft.lines}
    draft.lines += [line for line in part.lines if line.text not in known]
    draft.flags += part.flags


def _blocks(element: etree._Element, walk: _Walk, look: Look, depth: int) -> None:
    """Paragraphs and tables in order; wrappers (content controls, sections, notes) are walked through."""
    if depth > _MAX_DEPTH:
        raise DocumentTooComplex("The document is nested beyond any résumé; export it as PDF")
    for item in element:
        name = local(item)
        if name == "p":
            _paragraph(item, walk, look, depth)
        elif name == "tbl":
            _table(item, walk, look, depth)
        elif name in {"del", "moveFrom"}:
            walk.draft.hide(words_of(item), _DELETED, walk.page)
        elif name not in _SKIPPED:
            _blocks(item, walk, look, depth + 1)


def _table(table: etree._Element, walk: _Walk, look: Look, depth: int) -> None:
    paper = _table_paper(child(table, "tblPr"))
    for row in table.iterchildren():
        if _is_hidden_row(child(row, "trPr")):
            walk.draft.hide(words_of(row), _HIDDEN, walk.page)
            continue
        cells = [cell for cell in row.iter() if local(cell) == "tc" and _row_of(cell) is row]
        drafts = []
        for cell in cells:
            shade = child(child(cell, "tcPr"), "shd")
            own = painted(shade) if shade is not None else None
            part = _Walk(Draft(), walk.styles, walk.targets, walk.page)
            _blocks(cell, part, Look(paper=paper if own is None else own).over(look), depth + 1)
            walk.page = part.page
            drafts.append(part.draft)
        add_row(walk.draft, [part for part in drafts if part.lines])
        for cell_draft in drafts:
            walk.draft.flags += cell_draft.flags


def _row_of(cell: etree._Element) -> etree._Element | None:
    parent = cell.getparent()
    while parent is not None and local(parent) != "tr":
        parent = parent.getparent()
    return parent


def _table_paper(properties: etree._Element | None) -> Color | None:
    """A table style may paint rows in any colour."""
    style, shade = child(properties, "tblStyle"), child(properties, "shd")
    if style is not None and (attribute(style, "val") or "") not in _PLAIN_TABLES:
        return UNKNOWN
    return painted(shade) if shade is not None else None


def _is_hidden_row(properties: etree._Element | None) -> bool:
    height = child(properties, "trHeight")
    low = height is not None and attribute(height, "hRule") == "exact" and is_below(height, "val", _MIN_ROW)
    return low or child(properties, "hidden") is not None


def _paragraph(paragraph: etree._Element, walk: _Walk, look: Look, depth: int) -> None:
    properties = child(paragraph, "pPr")
    style = child(properties, "pStyle")
    named = walk.styles.get(attribute(style, "val") or "", Look()) if style is not None else Look()
    look = paragraph_look(properties).over(named).over(look).over(walk.styles.get("", Look()))
    line = _Line()
    _runs(paragraph, walk, look, line, depth)
    text = "".join(line.parts)
    bullet = "• " if look.listed and not look.heading else ""
    for piece in text.split("\n"):
        if piece.strip():
            bold = line.bold * 2 > len(text.strip())
            walk.draft.add(
                bullet + piece.strip(),
                page=walk.page,
                size=line.size,
                bold=bold,
                heading=bool(look.heading),
                pieces=() if "\n" in text.strip() else line.pieces,
            )
            bullet = ""
    walk.draft.hide("".join(line.concealed), _HIDDEN, walk.page)
    walk.draft.hide("".join(line.deleted), _DELETED, walk.page)
    for box in line.boxes:
        _blocks(box, walk, Look(paper=box_paper(box)), depth + 1)


def _runs(element: etree._Element, walk: _Walk, look: Look, line: _Line, depth: int) -> None:
    """Collect the text below a paragraph or link. Text boxes are put aside: they are paragraphs of their own."""
    if depth > _MAX_DEPTH:
        raise DocumentTooComplex("The document is nested beyond any résumé; export it as PDF")
    for item in element:
        name = local(item)
        if name == "r":
            _run(item, walk, look, line, depth)
        elif name == "hyperlink":
            start = len(line.parts)
            _runs(item, walk, look, line, depth + 1)
            _write_target(walk.targets.get(attribute(item, "id") or "", ""), "".join(line.parts[start:]), line)
        elif name == "fldSimple":
            _runs(item, walk, look, line, depth + 1)
        elif name == "txbxContent":
            line.boxes.append(item)
        elif name in {"del", "moveFrom"}:
            line.deleted.append(words_of(item))
        elif is_hidden_shape(item):
            line.concealed.append(words_of(item))
        elif name not in _SKIPPED:
            _runs(item, walk, look, line, depth + 1)


def _write_target(uri: str, shown: str, line: _Line) -> None:
    if target := shown_target(uri, shown):
        line.parts.append(f" ({target})")


def _run(run: etree._Element, walk: _Walk, look: Look, line: _Line, depth: int) -> None:
    properties = child(run, "rPr")
    style = child(properties, "rStyle")
    named = walk.styles.get(attribute(style, "val") or "", Look()) if style is not None else Look()
    look = run_look(properties).over(named).over(look)
    text: list[str] = []
    for item in run:
        name = local(item)
        if name == "t":
            text.append(item.text or "")
        elif name in _CHARACTERS:
            text.append(_CHARACTERS[name])
        elif name in {"br", "cr"}:
            walk.page += attribute(item, "type") == "page"
            text.append("\n")
        elif name == "lastRenderedPageBreak":
            walk.page += 1
        elif name == "sym":
            text.append(_symbol(item))
        elif name == "instrText":
            line.field_code += item.text or ""
        elif name == "fldChar" and attribute(item, "fldCharType") == "end":
            link = _LINK.search(line.field_code)
            line.field_code = ""
            if link:
                _write_target(link[1], "".join(line.parts), line)
        elif name in {"drawing", "pict", "AlternateContent", "object"}:
            _runs(item, walk, look, line, depth + 1)
    _add_run("".join(text), look, line)


def _add_run(text: str, look: Look, line: _Line) -> None:
    if look.conceals():
        line.concealed.append(text)
        return
    line.parts.append(text)
    if text.strip():
        line.pieces.append((text, bool(look.bold), look.size))
        line.bold += len(text) if look.bold else 0
        line.size = max(line.size or 0.0, look.size or 0.0) or None


def _symbol(item: etree._Element) -> str:
    try:
        return chr(int(attribute(item, "char") or "20", 16))
    except ValueError:
        return " "
