"""Looks of the stretches of lines, in every format that has them, and in rows of cells."""

from __future__ import annotations

import pytest

from adapters.documents.draft import Draft, add_row, runs_in
from adapters.documents.extract import extract
from schema.document import Line
from schema.media import MediaKind
from tests.adapters.documents import samples

_ODT_BOLD = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
)
_DOCX = (
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>Clerk, </w:t></w:r>"
    "<w:r><w:t>Northport  harbour</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>All bold</w:t></w:r></w:p>"
)
_ODT = '<text:p><text:span text:style-name="B">Clerk, </text:span>Northport harbour</text:p><text:p>All plain</text:p>'
_RTF = rb"{\rtf1 {\b Clerk, }Northport harbour\par All plain\par}"
_HTML = b"<html><body><p><strong>Clerk, </strong>\n  Northport harbour</p><p>All plain</p></body></html>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.docx(_DOCX), MediaKind.DOCX),
        (samples.odt(_ODT, _ODT_BOLD), MediaKind.ODT),
        (_RTF, MediaKind.RTF),
        (_HTML, MediaKind.HTML),
    ],
)
def test_stretches_keep_their_weight(data: bytes, kind: MediaKind) -> None:
    """A bold title and a plain company in one line are told apart; a line of one look has no stretches."""
    entry, other = extract(data, kind).lines
    assert [(entry.text[run.start : run.end].strip(), run.bold) for run in entry.runs] == [
        ("Clerk,", True),
        ("Northport harbour", False),
    ]
    assert other.runs == []


def test_stretches_are_found_one_after_the_other() -> None:
    """The same word twice is two stretches; neighbours of one look are one."""
    runs = runs_in("port of port", [("port", True, 9.0), (" of", False, 9.0), (" ", True, 9.0), ("port", False, 9.0)])
    assert [(run.start, run.end, run.bold) for run in runs] == [(0, 4, True), (5, 12, False)]


def test_a_row_keeps_the_looks_of_its_cells() -> None:
    """Cells of one line become one line with a stretch for each look."""
    cells = [Draft([Line(text=text, start=0, end=0, bold=bold)]) for text, bold in (("Clerk", True), ("2019", False))]
    draft = Draft()
    add_row(draft, cells)
    assert [(run.start, run.end, run.bold) for run in draft.lines[0].runs] == [(0, 5, True), (6, 10, False)]
