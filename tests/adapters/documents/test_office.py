"""DOCX, ODT, RTF and DOC: what the walk keeps, what it drops, what it refuses."""

from __future__ import annotations

import pytest

from adapters.documents import DocumentReader
from schema.errors import DocumentTooComplex, EncryptedDocument, UnreadableDocument, UnsafeDocument
from tests.adapters.documents import samples
from tests.adapters.documents.samples import p

HIDDEN = "Words for machines only"


def _cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


async def test_docx_keeps_headers_tables_boxes_lists_and_links(reader: DocumentReader) -> None:
    """All that the page shows comes out, in the page's order, with headings, weight and the file's date."""
    box = f"<w:p><w:r><w:pict><box><w:txbxContent>{p('Text in a box')}</w:txbxContent></box></w:pict></w:r></w:p>"
    link = '<w:p><w:hyperlink r:id="l"><w:r><w:t>my site</w:t></w:r></w:hyperlink></w:p>'
    body = (
        p("Work", '<w:pStyle w:val="H1"/>')
        + p("Planted trees", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + f"<w:tbl><w:tr>{_cell(p('2019'))}{_cell(p('Head gardener'))}</w:tr></w:tbl>"
        + f"<w:tbl><w:tr>{_cell(p('Left one'), p('Left two'))}{_cell(p('Right one'), p('Right two'))}</w:tr></w:tbl>"
        + box
        + link
    )
    data = samples.docx(body, header="Oda Feldhaus", links={"l": "https://oda.example.org"})
    document = await reader.read(data, "cv.docx")
    assert [line.text for line in document.lines] == [
        "Oda Feldhaus",
        "Work",
        "• Planted trees",
        "2019\tHead gardener",
        "Left one",
        "Left two",
        "Right one",
        "Right two",
        "Text in a box",
        "my site (https://oda.example.org)",
    ]
    heading = document.lines[1]
    assert (heading.heading, heading.bold, heading.size) == (True, True, 16.0)
    assert (document.modified, document.engine) == ("2024-03-09", "ooxml")


@pytest.mark.parametrize("run", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
async def test_docx_hidden_runs_are_dropped_and_quoted(reader: DocumentReader, run: str) -> None:
    """Vanished, white and one-point runs are no text of the page."""
    document = await reader.read(samples.docx(p("Visible") + p(HIDDEN, run=run)), "cv.docx")
    assert document.text == "Visible"
    assert [(flag.kind, flag.quote) for flag in document.flags] == [("hidden_text", HIDDEN)]


async def test_docx_white_text_on_a_shaded_cell_is_visible(reader: DocumentReader) -> None:
    """White letters on a coloured cell are a design."""
    shade = '<w:tcPr><w:shd w:val="clear" w:fill="1A365D"/></w:tcPr>'
    cell = f"<w:tc>{shade}{p('Contact', run='<w:color w:val=' + chr(34) + 'FFFFFF' + chr(34) + '/>')}</w:tc>"
    document = await reader.read(samples.docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), "cv.docx")
    assert (document.text, document.flags) == ("Contact", [])


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (samples.docx(p("x"), prologue="<!DOCTYPE a [<!ENTITY b 'c'>]>"), UnsafeDocument),
        (samples.docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), DocumentTooComplex),
        (samples.docx(p("x") * 25_000), DocumentTooComplex),
        (samples.docx(f"<w:t>{'a' * 30_000_000}</w:t>"), DocumentTooComplex),
        (
            samples.zipped({"[Content_Types].xml": "x", **{f"word/{n}.xml": "x" for n in range(2100)}}),
            DocumentTooComplex,
        ),
        (samples.zipped({"[Content_Types].xml": "x", "word/other.xml": "x"}), UnreadableDocument),
        (samples.docx(p("x") * 50)[:-200], UnreadableDocument),
    ],
    ids=["entities", "depth", "paragraphs", "part", "members", "no document", "cut off"],
)
async def test_docx_bombs_and_broken_files_are_named(
    reader: DocumentReader, data: bytes, error: type[UnreadableDocument]
) -> None:
    """Entities, depth, size and missing parts each end in their own error, not in a crash."""
    with pytest.raises(error) as caught:
        await reader.read(data, "cv.docx")
    assert type(caught.value) is error


async def test_odt_keeps_headings_lists_tables_and_links(reader: DocumentReader) -> None:
    """ODT gives the same kinds of lines, and drops what a style hides."""
    styles = '<style:style style:name="S"><style:text-properties text:display="none"/></style:style>'
    text = (
        "<text:h>Oda Feldhaus</text:h>"
        "<text:list><text:list-item><text:p>Planted<text:s text:c='1'/>trees</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>2019</text:p></table:table-cell>"
        "<table:table-cell><text:p>Head gardener</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><text:a xlink:href='https://oda.example.org'>my site</text:a></text:p>"
        f"<text:p><text:span text:style-name='S'>{HIDDEN}</text:span></text:p>"
    )
    document = await reader.read(samples.odt(text, styles), "cv.odt")
    assert document.text.split("\n") == [
        "Oda Feldhaus",
        "• Planted trees",
        "2019\tHead gardener",
        "my site (https://oda.example.org)",
    ]
    assert document.lines[0].heading
    assert [flag.quote for flag in document.flags] == [HIDDEN]
    assert document.modified == "2023-11-05"


async def test_encrypted_odt_has_its_own_error(reader: DocumentReader) -> None:
    """A manifest with encryption data means a password."""
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<encryption-data/>"}
    with pytest.raises(EncryptedDocument):
        await reader.read(samples.zipped({**parts, "content.xml": "x"}), "cv.odt")


async def test_rtf_keeps_letters_rows_and_links(reader: DocumentReader) -> None:
    """Code pages, Unicode escapes, table rows, weight and fields come out; hidden text does not."""
    data = (
        rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}{\colortbl;\red255\green255\blue255;}"
        rb"{\info{\revtim\yr2022\mo3\dy4}}"
        rb"\pard{\b\fs32 Oda \'a3\'b9cka}\par "
        rb"Vi\u7879?t \u-10179?\u-8704?\par "
        rb"\trowd\intbl 2019\cell Head gardener\cell\row "
        rb"{\field{\*\fldinst HYPERLINK " + b'"https://oda.example.org"' + rb"}{\fldrslt my site}}\par "
        rb"{\v " + HIDDEN.encode() + rb"}{\cf1 white words too}\par }"
    )
    document = await reader.read(data, "cv.rtf")
    assert document.text.split("\n") == [
        "Oda Łącka",
        "Việt 😀",
        "2019\tHead gardener",
        "my site (https://oda.example.org)",
    ]
    assert (document.lines[0].bold, document.lines[0].size) == (True, 16.0)
    assert document.flags[0].quote.startswith(HIDDEN)
    assert document.modified == "2022-03-04"


async def test_doc_of_word_97_is_read(reader: DocumentReader) -> None:
    """The binary format comes out with its lines and letters of any script."""
    document = await reader.read(samples.doc("Oda Łącka\nHead gardener\nViệt Nam"), "cv.doc")
    assert document.text.split("\n") == ["Oda Łącka", "Head gardener", "Việt Nam"]
    assert (document.format, document.engine) == ("doc", "kreuzberg")


async def test_second_engine_reads_what_the_first_cannot(reader: DocumentReader) -> None:
    """When the first engine fails the next one is tried, and the document says so."""
    broken = samples.respell(samples.docx(p("Oda Feldhaus")), "word/styles.xml", b"<broken")
    document = await reader.read(broken, "cv.docx")
    assert "Oda Feldhaus" in document.text
    assert [(a.engine, a.error) for a in document.attempts] == [("ooxml", "unreadable_document"), ("kreuzberg", None)]
    assert [flag.kind for flag in document.flags] == ["repaired"]
