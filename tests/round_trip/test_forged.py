"""A copied footer, or an export that somebody went on writing in, is read like any other résumé."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
from reportlab.pdfgen.canvas import Canvas

from adapters.documents import DocumentReader
from domain.exporting import export
from domain.page.look import footer
from domain.reading import read_resume
from domain.reading.own_export import read_own_export
from schema.document import Document, Line, document_of
from schema.profile import Profile
from tests.round_trip.conftest import JOB_ID, facts

NOW = datetime(2026, 11, 20, tzinfo=UTC)
LINES = [
    "Edda Quist", "edda@quist.example", "EXPERIENCE", "Harbour Clerk, Pier Nine Ltd", "January 2019 - May 2021",
    "- Kept the books of four ships", "SKILLS", "Accounting, Excel",
]  # fmt: skip


def drawn(*, signed: bool) -> bytes:
    """Somebody's own PDF, with our footer copied into it or without."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(LINES):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(54, 780 - 16 * number, line)
    if signed:
        canvas.setFont("Helvetica", 7.5)
        canvas.drawString(54, 32, footer(JOB_ID, NOW))
        canvas.drawRightString(541, 32, "Page 1 of 1")
    canvas.save()
    return out.getvalue()


async def test_a_copied_footer_changes_nothing(reader: DocumentReader) -> None:
    """The rest of the page is not as we print it, so the general reader reads it."""
    plain, forged = [await reader.read(drawn(signed=signed), "cv.pdf") for signed in (False, True)]
    assert "vitaeflow" in forged.text
    assert read_own_export(forged) is None
    read = read_resume(forged, as_of=NOW.date())
    assert read.basics.email == "edda@quist.example"
    assert facts(read) == facts(read_resume(plain, as_of=NOW.date()))


async def test_an_export_that_was_edited_is_read_by_the_general_reader(reader: DocumentReader) -> None:
    """A paragraph of another size means that somebody went on writing; none of it is lost."""
    profile = Profile.model_validate({
        "basics": {"name": "Edda Quist", "email": "edda@quist.example"},
        "work": [{"position": "Harbour Clerk", "name": "Pier Nine Ltd", "startDate": "2019-01", "endDate": "2021-05"}],
    })  # fmt: skip
    file = export(profile, "docx", job_id=JOB_ID, generated_at=NOW)
    assert read_own_export(await reader.read(file.content, "a.docx")) is not None
    document = docx.Document(io.BytesIO(file.content))
    document.add_paragraph("Skills", style="Heading 1")
    document.add_paragraph("Accounting, Excel")
    out = io.BytesIO()
    document.save(out)
    edited = await reader.read(out.getvalue(), "a.docx")
    assert read_own_export(edited) is None
    read = read_resume(edited, as_of=NOW.date())
    assert read.basics.name == "Edda Quist"
    assert [word for skill in read.skills for word in skill.keywords] == ["Accounting", "Excel"]


def page(*lines: tuple[str, float]) -> Document:
    """A page of ours made by hand: texts and sizes, the footer last."""
    last = (f"{footer(JOB_ID, NOW)} · Page 1 of 1", 8.0)
    return document_of(
        [Line(text=text, start=0, end=0, size=size) for text, size in (*lines, last)], format="docx", engine="ooxml"
    )


def test_what_the_grammar_has_no_place_for_is_not_ours() -> None:
    """Headings out of order, a value said twice, a date that is none, a section without content."""
    name, work = ("Edda Quist", 24.0), ("Experience", 13.0)
    assert read_own_export(page(name, work, ("Clerk — Pier", 11.5), ("2019 – present", 9.0))) is not None
    for lines in [
        [name, name],
        [name, work],
        [name, ("Hobbies", 13.0), ("Clerk", 11.0)],
        [name, ("Languages", 13.0), ("Thai", 11.0), work, ("Clerk", 11.5)],
        [name, work, ("Clerk", 11.5), ("2019 – present", 9.0), ("2020 – present", 9.0)],
        [name, work, ("Clerk", 11.5), ("Start: spring", 9.0)],
        [name, work, ("Clerk", 11.5), ("2019-13 – present", 9.0)],
        [name, work, ("Clerk — Pier — Nine", 11.5)],
        [name, ("Certificates", 13.0), ("Rope", 11.0), ("Colour: red", 9.0)],
        [("a@b.example, or by pigeon · daily", 9.5)],
    ]:
        assert read_own_export(page(*lines)) is None, lines


def test_a_document_without_our_footer_is_not_ours() -> None:
    """Looks alone are not enough, and neither is the footer in another file format."""
    ours = page(("Edda Quist", 24.0))
    assert read_own_export(ours) is not None
    assert read_own_export(ours.model_copy(update={"lines": ours.lines[:-1]})) is None
    assert read_own_export(ours.model_copy(update={"format": "txt"})) is None
    assert read_own_export(ours.model_copy(update={"lines": []})) is None
    assert read_resume(ours, as_of=date(2026, 1, 1)).basics.name == "Edda Quist"
