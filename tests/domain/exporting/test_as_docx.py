"""The Word document, opened by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from domain.exporting import ExportFormat
from schema.profile import Profile

Render = Callable[[Any, ExportFormat], bytes]


def opened(content: bytes) -> WordDocument:
    """The document as python-docx reads it."""
    return Document(io.BytesIO(content))


def style_of(document: WordDocument, text: str) -> str:
    """The style of the first paragraph with exactly this text."""
    paragraph = next(p for p in document.paragraphs if p.text == text)
    assert paragraph.style is not None
    return str(paragraph.style.name)


def test_headings_and_lists_have_real_styles(profile: Profile, render: Render) -> None:
    """Three levels of headings and bullets that a screen reader announces."""
    document = opened(render(profile, "docx"))
    assert style_of(document, "Mara Quillfeather") == "Heading 1"
    assert style_of(document, "Experience") == "Heading 2"
    assert style_of(document, "Senior Platform Engineer — Tidewater Systems") == "Heading 3"
    assert style_of(document, "Introduced infrastructure as code") == "List Bullet"
    assert style_of(document, "2021-03 – present · Porto") == "Entry Dates"


def test_the_text_is_that_of_the_page(profile: Profile, render: Render) -> None:
    """Links are fields, and their text is read like any other."""
    texts = [paragraph.text for paragraph in opened(render(profile, "docx")).paragraphs]
    assert texts[:4] == [
        "Mara Quillfeather",
        "Platform Engineer",
        "mara@example.org · +351 900 000 000 · Porto, Norte, PT",
        "https://mara.example.org",
    ]
    assert "Languages: Go, Python, SQL, C++" in texts


def test_the_footer_and_the_properties_say_what_it_is(profile: Profile, render: Render) -> None:
    """Time, job, page fields; title, subject and dates."""
    document = opened(render(profile, "docx"))
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text.startswith(
        "vitaeflow · Generated 2026-11-20 10:30 UTC · Job 01931f2e-7a00-7c00-8000-00000000abcd · Page "
    )
    assert [code.text for code in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert document.core_properties.title == "Mara Quillfeather – résumé"
    assert document.core_properties.subject == "Résumé analysis 01931f2e-7a00-7c00-8000-00000000abcd"
    assert document.core_properties.created is not None
    assert document.core_properties.created.isoformat().startswith("2026-11-20T10:30:00")


def test_every_script_is_written(script: tuple[str, str, str], render: Render) -> None:
    """Text is Unicode throughout."""
    name, label, summary = script
    document = {"basics": {"name": name, "label": label, "summary": summary}}
    texts = [paragraph.text for paragraph in opened(render(document, "docx")).paragraphs]
    assert texts == [name, label, "Summary", summary]


@pytest.mark.parametrize(
    ("name", "font", "language"),
    [
        ("欧阳明月", "Microsoft YaHei", "zh-CN"),
        ("山田さくら", "Yu Gothic", "ja-JP"),
        ("김하늘", "Malgun Gothic", "ko-KR"),
    ],
)
def test_east_asian_text_names_its_font_and_language(name: str, font: str, language: str, render: Render) -> None:
    """Without them Word takes the font of the reader's own language."""
    run = opened(render({"basics": {"name": name}}, "docx")).paragraphs[0].runs[0]
    properties = run._r.rPr
    assert properties is not None
    assert properties.rFonts is not None
    assert properties.rFonts.get(qn("w:eastAsia")) == font
    assert next(properties.iter(qn("w:lang"))).get(qn("w:eastAsia")) == language


def test_right_to_left_paragraphs_start_from_the_right(render: Render) -> None:
    """Word is told for the paragraph and for the run."""
    paragraph = opened(render({"basics": {"name": "דנה לוי"}}, "docx")).paragraphs[0]
    assert paragraph._p.pPr is not None
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    assert paragraph.runs[0].font.rtl is True


def test_dates_stand_under_a_right_to_left_heading(render: Render) -> None:
    """Aligned to the right without turning the digits round."""
    paragraphs = opened(render({"work": [{"position": "חברה", "startDate": "2020-01"}]}, "docx")).paragraphs
    assert paragraphs[2].text == "2020-01 – present"
    assert paragraphs[2].alignment == WD_ALIGN_PARAGRAPH.RIGHT


@pytest.mark.parametrize("value", ["<w:p/>&amp;", "a\x00b\x0bc", "tab\tand\nline", "\ud800 lone", "𝄞 clef"])
def test_no_value_breaks_the_document(value: str, render: Render) -> None:
    """Mark-up is text, and what XML cannot hold is left out."""
    profile = Profile.model_construct(basics=Profile().basics.model_copy(update={"name": value, "summary": value}))
    texts = [paragraph.text for paragraph in opened(render(profile, "docx")).paragraphs]
    assert texts[0]
    assert "<w:p/>" not in texts[0] or value == texts[0]


def test_a_quote_in_an_address_cannot_leave_its_field(render: Render) -> None:
    """The field's argument ends at a quote, so such an address is text alone."""
    document = opened(render({"basics": {"url": 'https://a.example.org/"\\o'}}, "docx"))
    assert not list(document.element.body.iter(qn("w:instrText")))
    assert document.paragraphs[0].text.endswith('https://a.example.org/"\\o')


def test_an_empty_profile_is_a_document_with_a_footer(render: Render) -> None:
    """It opens."""
    document = opened(render(Profile(), "docx"))
    assert [paragraph.text for paragraph in document.paragraphs] == []
    assert document.core_properties.title == "Résumé"


def test_the_archive_holds_no_clock(profile: Profile, render: Render) -> None:
    """Every entry bears the same fixed time."""
    with zipfile.ZipFile(io.BytesIO(render(profile, "docx"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
