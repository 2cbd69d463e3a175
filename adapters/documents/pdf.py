"""PDF to lines with pdfium: glyphs, visibility, words, reading order, links; and what the file carries besides."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from adapters.documents import pdfium
from adapters.documents.draft import MAX_CHARACTERS, Draft
from adapters.documents.links import shown_target
from adapters.documents.ocr import PictureReader
from adapters.documents.pdf_alias import remove_false_aliases
from adapters.documents.pdf_annotations import hidden_annotations
from adapters.documents.pdf_flow import order_over_pages
from adapters.documents.pdf_glyphs import Bools, Glyphs, Ints, page_bounds, read_glyphs
from adapters.documents.pdf_lines import line_of
from adapters.documents.pdf_order import reading_order
from adapters.documents.pdf_pictures import TextLayer, complete
from adapters.documents.pdf_scene import Scene, scene_of
from adapters.documents.pdf_shapes import font_faults
from adapters.documents.pdf_tags import Tag, tags_of
from adapters.documents.pdf_visibility import hidden_reasons
from adapters.documents.pdf_words import segments_of
from adapters.documents.suspicion import orders_in_properties
from schema.document import Flag, Line
from schema.errors import DocumentTooComplex, EmptyDocument, EncryptedDocument, NeedsOcr, UnreadableDocument

MAX_PAGES = 100
_MAX_SIDE = 14_400
_SCAN_SHARE = 0.5
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")

Link = tuple[tuple[float, float, float, float], str]


def read(data: bytes, reader: PictureReader | None = None) -> Draft:
    """The visible lines of a PDF in reading order, with boxes, sizes and weight; pictures of text by `reader`.

    Raises EncryptedDocument, DocumentTooComplex, NeedsOcr (pictures without text, and nobody to read them),
    IllegibleDocument (nor can the reader), EmptyDocument (blank pages) and UnreadableDocument (no PDF that pdfium can
    open).
    """
    draft = Draft()
    links: list[tuple[int, str]] = []
    with _opened(data) as document:
        draft.pages = pdfium.page_count(document)
        if draft.pages > MAX_PAGES:
            raise DocumentTooComplex(f"The file has {draft.pages} pages; send the résumé alone, at most {MAX_PAGES}")
        readable = 0
        for number in range(draft.pages):
            with _page(document, number) as page:
                if page:
                    readable += 1
                    _read_page(document, page, number + 1, draft, links, reader)
            if sum(len(line.text) for line in draft.lines) > MAX_CHARACTERS:
                raise DocumentTooComplex(f"The file holds more than {MAX_CHARACTERS} characters; send the résumé alone")
        _about_the_file(document, data, draft)
    if not readable:
        raise UnreadableDocument("No page of the file can be opened; export it again as PDF")
    if readable < draft.pages:
        draft.flags.append(Flag(kind="truncated", detail=f"{draft.pages - readable} pages could not be opened"))
    _write_links(draft, _in_order(draft, links))
    if reader and reader.skipped:
        draft.flags.append(reader.unread())
    _require_text(draft, reader)
    return draft


def _in_order(draft: Draft, links: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Bring the lines into the order over all pages, and the links with them."""
    order = order_over_pages(draft.lines)
    if order == list(range(len(order))):
        return links
    places = {old: new for new, old in enumerate(order)}
    draft.lines = [draft.lines[index] for index in order]
    return [(places[index], uri) for index, uri in links]


def _require_text(draft: Draft, reader: PictureReader | None) -> None:
    if any(line.text.strip() and line.confidence is None for line in draft.lines):
        return
    if reader and reader.used:
        reader.require_legible()
        return
    if draft.pictures:
        raise NeedsOcr("The pages are pictures without text; run text recognition on the file, or export it with text")
    raise EmptyDocument("The pages hold no visible text; export the résumé again with its text")


@contextmanager
def _opened(data: bytes) -> Iterator[int]:
    document = pdfium.load_document(data, len(data), None)
    if not document:
        if pdfium.last_error() == pdfium.ERROR_PASSWORD:
            raise EncryptedDocument("The PDF needs a password; save it without one and upload it again")
        raise UnreadableDocument("The file is damaged and cannot be opened as PDF; export it again")
    try:
        yield document
    finally:
        pdfium.close_document(document)


@contextmanager
def _page(document: int, number: int) -> Iterator[int]:
    page = pdfium.load_page(document, number)
    try:
        yield page or 0
    finally:
        if page:
            pdfium.close_page(page)


def _read_page(
    document: int, page: int, number: int, draft: Draft, links: list[tuple[int, str]], reader: PictureReader | None
) -> None:
    """Append the page's lines, links and flags."""
    left, bottom, right, top = page_bounds(page)
    if max(right - left, top - bottom) > _MAX_SIDE:
        raise DocumentTooComplex("A page is larger than any paper; export the résumé on A4 or Letter")
    scene = scene_of(page, (right - left) * (top - bottom))
    _note_unshown(document, page, number, scene, draft)
    first = len(draft.lines)
    layer = _read_text(page, number, scene, draft)
    complete(page, number, scene, layer, draft, first, reader)
    links += _place_links(_links_of(document, page), layer.rotation, draft.lines[first:], first, (left, top))


def _read_text(page: int, number: int, scene: Scene, draft: Draft) -> TextLayer:
    """Append what the page's own text shows."""
    text_page = pdfium.load_text(page)
    if not text_page:
        return TextLayer()
    try:
        glyphs = read_glyphs(page, text_page)
        faults = font_faults(text_page, glyphs, page_bounds(page)[3], scene.aliased)
    finally:
        pdfium.close_text(text_page)
    if not len(glyphs):
        return TextLayer()
    printing = glyphs.object >= 0
    marks, reasons = hidden_reasons(page, glyphs, printing, scene, faults)
    unseen = scene.cover > _SCAN_SHARE and bool(printing.any()) and bool((marks[printing] > 0).all())
    if unseen:
        # A scan with recognised text laid invisibly over the picture: the reader does see these words.
        draft.flags.append(Flag(kind="scan_text_layer", detail="Text recognised by a scanner", page=number))
        marks[:] = 0
    _note_hidden(glyphs, printing, marks, reasons, number, draft)
    _add_lines(glyphs, printing & (marks == 0), tags_of(page, glyphs, forms=scene.forms), number, draft)
    lies = 2 * int((faults.misnamed & printing).sum()) > int(printing.sum())
    return TextLayer(unseen=unseen, lies=lies, rotation=glyphs.rotation)


def _note_unshown(document: int, page: int, number: int, scene: Scene, draft: Draft) -> None:
    """Words that are attached to the page and not drawn on it."""
    for text in hidden_annotations(page):
        draft.hide(text, "A note or form field that the page hides", number)
    for text in remove_false_aliases(document, number - 1, scene):
        draft.hide(text, "Text that the file gives out for other words that the page shows", number)


def _note_hidden(glyphs: Glyphs, printing: Bools, marks: Ints, reasons: list[str], page: int, draft: Draft) -> None:
    """One flag per run of hidden characters in the stream."""
    if not (marks[printing] > 0).any():
        return
    indices = np.flatnonzero(printing)
    changes = np.flatnonzero(np.diff(marks[indices])) + 1
    for run in np.split(indices, changes):
        if reason := reasons[int(marks[run[0]])]:
            draft.hide(glyphs.text(np.arange(run[0], run[-1] + 1)), reason, page)


def _add_lines(glyphs: Glyphs, visible: Bools, tags: list[Tag | None], page: int, draft: Draft) -> None:
    stand = np.array([*(style.quarter == glyphs.rotation for style in glyphs.styles), True])[glyphs.style]
    draft.lines += [line_of(row, page) for row in reading_order(segments_of(glyphs, visible & stand, tags))]
    turned = np.flatnonzero(visible & ~stand)
    if len(turned):
        # Text along an edge: the stream's order is the only one there is.
        for run in np.split(turned, np.flatnonzero(np.diff(turned) > 2) + 1):
            draft.add(glyphs.text(np.arange(run[0], run[-1] + 1)).replace("\r\n", " "), page=page)


def _links_of(document: int, page: int) -> list[Link]:
    """Boxes in page units (left, top, right, bottom) and addresses of the page's link annotations."""
    links: list[Link] = []
    position, link = pdfium.Int(0), ctypes.c_void_p()
    while len(links) < 200 and pdfium.enumerate_links(page, ctypes.addressof(position), ctypes.addressof(link)):
        action, box = pdfium.link_action(link), pdfium.FloatBox()
        if not action or pdfium.action_type(action) != pdfium.ACTION_URI:
            continue
        uri = pdfium.text_of(pdfium.action_uri, document, action)
        if uri and pdfium.link_box(link, ctypes.addressof(box)):
            links.append(((box[0], box[1], box[2], box[3]), uri))
    return links


def _place_links(
    links: list[Link], rotation: int, lines: list[Line], first: int, corner: tuple[float, float]
) -> list[tuple[int, str]]:
    """Which line each link stands on; a link on a picture belongs to the nearest line of the page."""
    if not lines or rotation:
        return [(first + len(lines) - 1, uri) for _, uri in links] if lines else []
    placed = []
    for (left, top, right, bottom), uri in links:
        x, y = (left + right) / 2 - corner[0], corner[1] - (top + bottom) / 2
        distances = [_distance(line, x, y) for line in lines]
        placed.append((first + distances.index(min(distances)), uri))
    return placed


def _distance(line: Line, x: float, y: float) -> float:
    if line.x0 is None or line.x1 is None or line.y0 is None or line.y1 is None:
        return float("inf")
    return max(line.x0 - x, 0, x - line.x1) + 3 * max(line.y0 - y, 0, y - line.y1)


def _write_links(draft: Draft, links: list[tuple[int, str]]) -> None:
    if not links:
        return
    everything = "\n".join(line.text for line in draft.lines)
    for index, uri in links:
        if target := shown_target(uri, everything):
            line = draft.lines[index]
            draft.lines[index] = line.model_copy(update={"text": f"{line.text} ({target})"})
            everything += f"\n{target}"


def _about_the_file(document: int, data: bytes, draft: Draft) -> None:
    """Date, active content and words that stand only in the file's properties."""
    properties = {
        name: pdfium.text_of(pdfium.meta_text, document, name.encode(), encoding="utf-16-le")
        for name in ("Title", "Subject", "Keywords", "Author", "ModDate", "CreationDate")
    }
    draft.modified = _iso_date(properties.pop("ModDate")) or _iso_date(properties.pop("CreationDate", ""))
    draft.flags += orders_in_properties(properties)
    found = sorted({match.decode()[1:].lower() for match in _ACTIVE.findall(data)})
    if found or pdfium.javascript_count(document) > 0 or pdfium.attachment_count(document) > 0:
        detail = ", ".join(found) or "scripts or attachments"
        draft.flags.append(Flag(kind="active_content", detail=f"The file carries {detail}; nothing of it was run"))


def _iso_date(value: str) -> str | None:
    match = _DATE.match(value)
    if match is None or not (1 <= int(match[2] or 1) <= 12 and 1 <= int(match[3] or 1) <= 31):
        return None
    return "-".join(part for part in match.groups() if part)
