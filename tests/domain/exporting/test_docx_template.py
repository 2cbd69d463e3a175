"""The document every export starts from."""

from __future__ import annotations

import io
import zipfile

from docx.shared import RGBColor

from domain.exporting.docx_template import new_document


def test_every_call_gives_a_document_of_its_own() -> None:
    """What one export writes does not show up in the next."""
    first = new_document("first")
    first.add_paragraph("mine")
    assert new_document("second").paragraphs == []
    assert first.sections[0].footer.paragraphs[0].text.startswith("first · Page ")


def test_headings_wear_the_product_colours() -> None:
    """Navy for names and entries, blue for sections."""
    styles = new_document("").styles
    colours = {name: styles[name].font.color.rgb for name in ("Heading 1", "Heading 2")}
    assert colours == {"Heading 1": RGBColor(0x1A, 0x36, 0x5D), "Heading 2": RGBColor(0x25, 0x63, 0xEB)}


def test_the_page_is_a4_and_the_file_is_light() -> None:
    """Unused table styles, thumbnails and custom parts stay out."""
    document = new_document("")
    out = io.BytesIO()
    document.save(out)
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    names = zipfile.ZipFile(out).namelist()
    assert not [name for name in names if "customXml" in name or "thumbnail" in name or "Effects" in name]
    assert len(out.getvalue()) < 20_000
