"""The page as a Word document: real heading and list styles, so that it can be edited, searched and read aloud."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from uuid import UUID

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from domain.exporting.blocks import Block
from domain.exporting.docx_template import add_field, new_document
from domain.exporting.outline import outline
from domain.exporting.scripts import EastAsian, east_asian_language, has_east_asian, is_right_to_left, stands_right
from domain.page.look import Kind, footer
from schema.profile import Profile

_STYLE_IDS: dict[Kind, str] = {
    "name": "Heading1",
    "label": "Subtitle",
    "contact": "Contact",
    "section": "Heading2",
    "entry": "Heading3",
    "dates": "EntryDates",
    "item": "Item",
    "text": "Normal",
    "bullet": "ListBullet",
    "note": "Note",
}

_EAST_ASIAN_FONTS: dict[EastAsian, tuple[str, str]] = {
    "ja": ("Yu Gothic", "ja-JP"),
    "ko": ("Malgun Gothic", "ko-KR"),
    "zh": ("Microsoft YaHei", "zh-CN"),
}

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_docx(profile: Profile, job_id: UUID, generated_at: datetime) -> bytes:
    """One Word document; the same input gives the same bytes."""
    blocks = outline(profile)
    language = east_asian_language("".join(block.text for block in blocks))
    document = new_document(footer(job_id, generated_at))
    _describe(document, next((block.text for block in blocks if block.kind == "name"), ""), job_id, generated_at)
    body = document.element.body
    for block, on_the_right in zip(blocks, stands_right(blocks), strict=True):
        element = body.add_p()  # add_paragraph looks styles up by name, ten times slower
        element.style = _STYLE_IDS[block.kind]
        paragraph = Paragraph(element, document)
        _fill(paragraph, block)
        _set_script(paragraph, block, language)
        if on_the_right and not is_right_to_left(block.lead + block.text):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return _packed(document)


def _fill(paragraph: Paragraph, block: Block) -> None:
    if block.lead:
        paragraph.add_run(block.lead).bold = True
    if block.url:
        add_field(paragraph, f'HYPERLINK "{block.url}"', block.text)
    elif block.text:
        paragraph.add_run(block.text)


def _set_script(paragraph: Paragraph, block: Block, language: EastAsian) -> None:
    """Word needs to be told what it cannot guess: the East Asian font and language, and the side to start from."""
    from_the_right = is_right_to_left(block.lead + block.text)
    if from_the_right:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  python-docx has no such property
    for run in paragraph.runs:
        if from_the_right:
            run.font.rtl = True
        if has_east_asian(run.text):
            font, code = _EAST_ASIAN_FONTS[language]
            properties = run.element.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), font)
            fonts.set(qn("w:hint"), "eastAsia")
            lang = OxmlElement("w:lang")
            lang.set(qn("w:eastAsia"), code)
            properties.append(lang)


def _describe(document: WordDocument, name: str, job_id: UUID, generated_at: datetime) -> None:
    properties = document.core_properties
    properties.title = f"{name} – résumé"[:255] if name else "Résumé"
    properties.subject = f"Résumé analysis {job_id}"
    properties.author = properties.last_modified_by = "vitaeflow"
    properties.keywords, properties.comments = "résumé", ""
    # Word counts in whole seconds of UTC and python-docx writes no zone
    properties.created = properties.modified = generated_at.replace(microsecond=0, tzinfo=None)


def _packed(document: WordDocument) -> bytes:
    """Zipped again with one fixed time: python-docx writes the clock's into every entry."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, compresslevel=4)
    return out.getvalue()
