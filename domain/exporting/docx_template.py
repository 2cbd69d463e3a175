"""The empty Word document that every export starts from: our styles, an A4 page, a footer with page numbers.

Built once per process from python-docx's own template, whose hundred table styles are left out: they cost most of
the time that loading and saving take.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from domain.page.look import DOCX_FOOTER_SIZE, DOCX_SIZES

_FONT = "Calibri"
_NAVY, _BLUE, _INK, _GREY = "1A365D", "2563EB", "1F2937", "6B7280"

# style, size, colour, bold, points before, points after
_LOOKS = (
    ("Normal", DOCX_SIZES["text"], _INK, False, 0, 3),
    ("Heading 1", DOCX_SIZES["name"], _NAVY, True, 0, 0),
    ("Heading 2", DOCX_SIZES["section"], _BLUE, True, 14, 4),
    ("Heading 3", DOCX_SIZES["entry"], _NAVY, True, 8, 0),
    ("Subtitle", DOCX_SIZES["label"], _NAVY, False, 0, 2),
    ("List Bullet", DOCX_SIZES["bullet"], _INK, False, 0, 2),
    ("Item", DOCX_SIZES["item"], _INK, False, 0, 3),
    ("Contact", DOCX_SIZES["contact"], _GREY, False, 0, 0),
    ("Entry Dates", DOCX_SIZES["dates"], _GREY, False, 0, 2),
    ("Note", DOCX_SIZES["note"], _GREY, False, 0, 3),
    ("Footer", DOCX_FOOTER_SIZE, _GREY, False, 0, 0),
)
_OWN_STYLES = ("Item", "Contact", "Entry Dates", "Note")
_UNUSED_PARTS = ("stylesWithEffects", "customXml", "webSettings")


@lru_cache(maxsize=1)
def _template() -> bytes:
    document = Document()
    _drop_unused(document)
    for name in _OWN_STYLES:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for look in _LOOKS:
        _apply_look(document, *look)
    document.styles["Entry Dates"].paragraph_format.keep_with_next = True
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(19)
    _number_pages(section.footer.paragraphs[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def new_document(footer: str) -> WordDocument:
    """A fresh empty document whose footer says `footer` and then the page."""
    document = Document(io.BytesIO(_template()))
    document.sections[0].footer.paragraphs[0].runs[0].text = f"{footer} · Page "
    return document


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A Word field (`PAGE`, `HYPERLINK "…"`) in runs of its own; `shown` is what it reads until it is updated."""
    _mark(paragraph, "begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run().element.append(code)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run().element.append(mark)


def _number_pages(footer: Paragraph) -> None:
    footer.add_run()
    add_field(footer, "PAGE", "1")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "1")


def _drop_unused(document: WordDocument) -> None:
    for style in [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]:
        if style.name != "Normal Table":
            style.delete()
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in relations.items() if rel.reltype.endswith((*_UNUSED_PARTS, "thumbnail"))]:
            del relations[key]


def _apply_look(
    document: WordDocument, name: str, size: float, color: str, bold: bool, before: float, after: float
) -> None:
    style: Any = document.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(color)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # theme fonts would win over named ones
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), _FONT)
