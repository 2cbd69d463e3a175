"""Small files made by script, so that every test can see what is in its document."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def pdf(*draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF with one page per drawing function."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), **options)
    for page in draw:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str, x: float = 50, y: float = 780, step: float = 14, size: float = 10) -> Callable[[Canvas], None]:
    """A drawing of lines below each other."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(x, y - number * step, text)

    return draw


def white_text(text: str, *, on_dark: bool) -> Callable[[Canvas], None]:
    """White words, on a dark bar or on the bare page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(black)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 780, "An ordinary line of the page")
        if on_dark:
            canvas.setFillColor(Color(0.1, 0.2, 0.4))
            canvas.rect(40, 690, 400, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(50, 700, text)

    return draw


@cache
def bomb(megabytes: int = 400) -> bytes:
    """A PDF whose content stream inflates to so much text-drawing nonsense."""
    packer = zlib.compressobj(1)
    block = b"[(x)] " * (1 << 17)
    stream = b"".join(packer.compress(block) for _ in range(megabytes * (1 << 20) // len(block))) + packer.flush()
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
    ) % (len(stream), stream)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None  # as the format wants it
            archive.writestr(name, content, stored)
    return buffer.getvalue()


def docx(body: str, *, links: dict[str, str] | None = None, header: str = "", prologue: str = "") -> bytes:
    """A DOCX with this body XML (prefix w), hyperlinks by relation id, and a header paragraph."""
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/hyperlink" Target="{url}" TargetMode="External"/>'
        for key, url in (links or {}).items()
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{_PACKAGE}/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>"
        ),
        "docProps/core.xml": '<c xmlns:t="t"><t:modified>2024-03-09T10:00:00Z</t:modified></c>',
        "word/styles.xml": (
            f'<w:styles xmlns:w="{W}"><w:style w:styleId="H1"><w:name w:val="heading 1"/>'
            '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
        ),
        "word/document.xml": (
            f'{prologue}<w:document xmlns:w="{W}" xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>'
        ),
    }
    if header:
        relations += f'<Relationship Id="h" Type="{_OFFICE}/header" Target="header1.xml"/>'
        parts["word/header1.xml"] = f'<w:hdr xmlns:w="{W}">{p(header)}</w:hdr>'
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )
    return zipped(parts)


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run, with paragraph and run properties."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def odt(text: str, styles: str = "") -> bytes:
    """An ODT with this content (prefixes text, table, draw, xlink) and automatic styles."""
    names = "".join(
        f' xmlns:{prefix}="{ODF}:{prefix}:1.0"' for prefix in ("office", "text", "table", "style", "draw", "meta")
    )
    names += f' xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="dc"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "meta.xml": f"<office:document-meta{names}><dc:date>2023-11-05T08:00:00</dc:date></office:document-meta>",
            "content.xml": (
                f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
            ),
        }
    )


def doc(text: str) -> bytes:
    """A Word 97 file: a compound file with a document stream, and a table stream that says where its text is."""
    size, at = 4096, 0x800
    encoded = text.replace("\n", "\r").encode("utf-16-le") + b"\r\x00"
    count = len(encoded) // 2
    pieces = struct.pack("<IIHIH", 0, count, 0, at, 0)
    table = struct.pack("<BI", 2, len(pieces)) + pieces
    document = bytearray(size)
    struct.pack_into("<HHHHHH", document, 0, 0xA5EC, 0xC1, 0, 0x409, 0, 0x200)
    struct.pack_into("<II", document, 0x18, at, at + len(encoded))
    struct.pack_into("<HHH", document, 0x20, 14, 0, 22)
    struct.pack_into("<I", document, 0x4C, count)
    struct.pack_into("<H", document, 0x98, 0x5D)
    struct.pack_into("<II", document, 0x1A2, 0, len(table))
    document[at : at + len(encoded)] = encoded
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [fat, end, *range(3, 10), end, *range(11, 18), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    entries = _entry("Root Entry", 5, end, 0, 1) + _entry("WordDocument", 2, 2, size, 2) + _entry("1Table", 2, 10, size)
    sectors = struct.pack("<128I", *chain, *[free] * (128 - len(chain))) + entries.ljust(512, b"\x00")
    return header + sectors + bytes(document) + table.ljust(size, b"\x00")


def _entry(name: str, kind: int, start: int, size: int, next_number: int = 0xFFFFFFFF) -> bytes:
    encoded = (name + "\x00").encode("utf-16-le")
    nothing = 0xFFFFFFFF
    left, child = (nothing, next_number) if kind == 5 else (next_number, nothing)
    links = struct.pack("<HBBIII", len(encoded), kind, 1, left, nothing, child)
    return encoded.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<IQ", start, size)


def respell(archive: bytes, name: str, content: bytes) -> bytes:
    """The same zip archive with another content of one member."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return zipped({member: source.read(member) if member != name else content for member in source.namelist()})
