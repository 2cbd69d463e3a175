"""The PDF as a reader meets it: extracted text, fonts, links, pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pypdfium2
import pytest

from domain.exporting import ExportFormat
from domain.exporting.as_pdf import to_pdf
from schema.profile import Profile

Render = Callable[[Any, ExportFormat], bytes]
PdfText = Callable[[bytes], str]


def test_every_script_can_be_copied_out(script: tuple[str, str, str], render: Render, pdf_text: PdfText) -> None:
    """Name, label and a bullet come back letter by letter."""
    name, label, summary = script
    text = pdf_text(render({"basics": {"name": name, "label": label}, "work": [{"highlights": [summary]}]}, "pdf"))
    assert text.startswith(f"{name}\n{label}\n")
    assert summary in text


def test_right_to_left_text_can_be_copied_out(render: Render, pdf_text: PdfText) -> None:
    """Readers undo the visual order."""
    text = pdf_text(render({"basics": {"name": "דנה לוי", "summary": "مهندسة برمجيات"}}, "pdf"))
    assert "דנה לוי" in text
    assert "مهندسة برمجيات" in text


def test_right_to_left_entries_stand_on_the_right(render: Render) -> None:
    """Their dates too; the next left-to-right entry is back on the left."""
    work = [{"position": "מהנדסת", "startDate": "2020"}, {"position": "Engineer", "startDate": "2018"}]
    with closing(pypdfium2.PdfDocument(render({"work": work}, "pdf"))) as pdf:
        boxes = [obj.get_bounds() for obj in pdf[0].get_objects() if isinstance(obj, pypdfium2.PdfTextObj)]
    assert [box[0] > 300 for box in boxes[:5]] == [False, True, True, False, False]


def test_scripts_may_be_mixed_in_one_line(render: Render, pdf_text: PdfText) -> None:
    """The font changes within the line."""
    line = "Nguyễn – Łódź – Ёлка – Ελένη – 山田 – 데이터 ✓"
    assert line in pdf_text(render({"basics": {"summary": line}}, "pdf"))


def test_the_page_reads_in_the_agreed_order(profile: Profile, render: Render, pdf_text: PdfText) -> None:
    """Lines of text as another program extracts them."""
    lines = pdf_text(render(profile, "pdf")).splitlines()
    assert lines[:3] == [
        "Mara Quillfeather",
        "Platform Engineer",
        "mara@example.org · +351 900 000 000 · Porto, Norte, PT",
    ]
    at = lines.index("Senior Platform Engineer — Tidewater Systems")
    assert lines[at - 1 : at + 2 : 2] == ["Experience", "2021-03 – present · Porto"]
    assert "Platform (Expert): Kubernetes, Terraform, PostgreSQL" in lines
    assert "Cluster Administrator — Cloud Guild (2023-05)" in lines
    assert "Made by rules (reading 1.0), without a model." in lines


def test_every_page_has_its_footer(document: dict[str, Any], render: Render) -> None:
    """Time, job and page of pages."""
    document["work"] *= 12
    with closing(pypdfium2.PdfDocument(render(document, "pdf"))) as pdf:
        assert len(pdf) > 2
        for number, page in enumerate(pdf, 1):
            text = page.get_textpage().get_text_range()
            assert "vitaeflow · Generated 2026-11-20 10:30 UTC · Job 01931f2e-7a00-7c00-8000-00000000abcd" in text
            assert f"Page {number} of {len(pdf)}" in text


def test_no_heading_ends_a_page_and_no_line_is_lost(render: Render) -> None:
    """Headings move overleaf together with what they head, whatever the entries before them take."""
    for count in range(1, 40):
        work = [{"position": f"Role {n}", "name": "Firm", "startDate": "2020"} for n in range(count)]
        document = {"work": work, "education": [{"institution": "School", "endDate": "2019", "score": "1"}]}
        with closing(pypdfium2.PdfDocument(render(document, "pdf"))) as pdf:
            pages = [page.get_textpage().get_text_range().split("vitaeflow")[0].split("\r\n") for page in pdf]
        lines = [[line for line in page if line] for page in pages]
        assert not [page for page in lines if page[-1] == "Education" or page[-1].startswith("Role")]
        assert sum(line.startswith("Role ") for page in lines for line in page) == count


def test_a_paragraph_longer_than_a_page_goes_on_overleaf(render: Render, pdf_text: PdfText) -> None:
    """All its words are there."""
    content = render({"basics": {"summary": "word " * 4000}}, "pdf")
    assert pdf_text(content).count("word") == 4000


def test_nothing_runs_off_the_page(render: Render) -> None:
    """Addresses, headings and names that are too long are cut into lines."""
    long = "https://example.org/" + "path" * 100
    document = {"basics": {"name": "N" * 200, "url": long}, "work": [{"position": "P" * 300, "highlights": [long]}]}
    with closing(pypdfium2.PdfDocument(render(document, "pdf"))) as pdf:
        for page in pdf:
            right = max(obj.get_bounds()[2] for obj in page.get_objects())
            assert right <= page.get_width() - 50


@pytest.mark.parametrize("value", ["<b>bold</b> & <script>x</script>", "&lt;i&gt;", "(a\\b) %PDF endobj", "{{7*7}}"])
def test_mark_up_in_a_value_is_text(value: str, render: Render, pdf_text: PdfText) -> None:
    """Neither the page's nor the file's syntax can be reached from a résumé."""
    assert value in pdf_text(render({"basics": {"name": value, "summary": value}}, "pdf"))


def test_the_latin_face_is_embedded_and_the_colours_are_ours(profile: Profile, render: Render) -> None:
    """Navy name, blue section headings; a subset of the font travels with the file."""
    with closing(pypdfium2.PdfDocument(render(profile, "pdf"))) as pdf:
        page = pdf[0]
        objects = page.get_objects(textpage=page.get_textpage())
        texts = [obj for obj in objects if isinstance(obj, pypdfium2.PdfTextObj)]
        colours = {text.extract(): _fill(text) for text in texts}
        assert all(text.get_font().is_embedded for text in texts)
    assert colours["Mara Quillfeather"] == "1a365d"
    assert colours["Summary"] == colours["Experience"] == "2563eb"


def _fill(text: pypdfium2.PdfTextObj) -> str:
    """Fill colour as six hexadecimal digits."""
    raw = pypdfium2.raw
    parts = [raw.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(text, *parts)
    return "".join(f"{part.value:02x}" for part in parts[:3])


def test_headings_are_bold_in_every_script(render: Render) -> None:
    """By a bold face, or by a stroke where there is none."""
    with closing(pypdfium2.PdfDocument(render({"basics": {"name": "Łucja 山田"}}, "pdf"))) as pdf:
        latin, ideographs = [obj for obj in pdf[0].get_objects() if isinstance(obj, pypdfium2.PdfTextObj)][:2]
        assert "Bold" in latin.get_font().get_base_name()
        assert pypdfium2.raw.FPDFTextObj_GetTextRenderMode(ideographs) == pypdfium2.raw.FPDF_TEXTRENDERMODE_FILL_STROKE


def test_links_bookmarks_and_metadata_are_set(profile: Profile, render: Render) -> None:
    """What a reader's side bar and a search index show."""
    content = render(profile, "pdf")
    assert re.search(rb"/URI \(https://github\.com/maraq\)", content)
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        assert [mark.get_title() for mark in pdf.get_toc()][:3] == ["Summary", "Skills", "Experience"]
        assert pdf.get_metadata_value("Title") == "Mara Quillfeather – résumé"
        assert pdf.get_metadata_value("Creator") == "vitaeflow"
        assert pdf[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)


def test_pages_are_drawn_by_the_renderer_itself(
    profile: Profile, job_id: Any, generated_at: Any, render: Render
) -> None:
    """The door adds nothing to what the renderer made."""
    assert to_pdf(profile, job_id, generated_at) == render(profile, "pdf")
