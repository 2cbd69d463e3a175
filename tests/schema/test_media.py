"""Kinds of uploads and the names they are stored under."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.errors import EmptyDocument, EncryptedDocument, UnreadableDocument, UnsupportedMedia
from schema.media import MEDIA_TYPES, MediaKind, identify, safe_filename

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def _zip(*names: str, first: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


DOCX = _zip("[Content_Types].xml", "word/document.xml")
SAMPLES = {
    MediaKind.PDF: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    MediaKind.DOC: OLE + "WordDocument".encode("utf-16-le"),
    MediaKind.DOCX: DOCX,
    MediaKind.ODT: _zip("content.xml", first="application/vnd.oasis.opendocument.text"),
    MediaKind.RTF: b"{\\rtf1\\ansi Mira}",
    MediaKind.TXT: "Mira Łącka, projektantka".encode(),
    MediaKind.MD: b"# Mira\n",
    MediaKind.HTML: b"<!DOCTYPE html><html><body>Mira</body></html>",
    MediaKind.JSON: b'{"basics": {"name": "Mira"}}',
    MediaKind.CSV: b"section,index,field,value,raw,source,confidence\r\nbasics,,name,Mira,,,\r\n",
    MediaKind.ZIP: _zip("Profile.csv", "Positions.csv"),
    MediaKind.PNG: b"\x89PNG\r\n\x1a\n" + bytes(100),
    MediaKind.JPEG: b"\xff\xd8\xff\xe0" + bytes(100),
    MediaKind.TIFF: b"II*\x00" + bytes(100),
    MediaKind.WEBP: b"RIFF\x60\x00\x00\x00WEBPVP8 " + bytes(100),
}


@pytest.mark.parametrize("kind", MediaKind)
def test_each_kind_is_told_by_content_name_and_type(kind: MediaKind) -> None:
    """Every kind is recognised with each of its names and types, and with none declared."""
    for extension in MEDIA_TYPES[kind].extensions:
        assert identify(SAMPLES[kind], f"cv{extension.upper()}") is kind
    for mime in (*MEDIA_TYPES[kind].mime_types, "application/octet-stream", "", None):
        declared = f"{mime}; charset=utf-8" if mime else mime
        assert identify(SAMPLES[kind], f"cv.{kind.value}", declared) is kind


@pytest.mark.parametrize(
    "kind",
    [
        MediaKind.PDF, MediaKind.DOCX, MediaKind.ODT, MediaKind.RTF, MediaKind.HTML, MediaKind.JSON, MediaKind.ZIP,
    ],
)  # fmt: skip
def test_a_name_without_extension_is_no_obstacle(kind: MediaKind) -> None:
    """Content alone is enough."""
    assert identify(SAMPLES[kind], "resume") is kind


def test_text_without_a_name_may_be_markdown() -> None:
    """Two headings make it so; a name ending in .txt, or one line that begins like a heading, does not."""
    text = b"# Mira\n\n## Skills\nPython\n"
    assert identify(text, "") is MediaKind.MD
    assert identify(text, "cv.txt") is MediaKind.TXT
    assert identify(b"# 1 of 20 in sales\nMira\n", "") is MediaKind.TXT


@pytest.mark.parametrize(
    ("data", "name", "declared"),
    [
        (SAMPLES[MediaKind.DOCX], "cv.pdf", None),
        (SAMPLES[MediaKind.PDF], "cv.docx", None),
        (SAMPLES[MediaKind.HTML], "cv.doc", None),
        (SAMPLES[MediaKind.PDF], "cv.pdf", "image/png"),
        (SAMPLES[MediaKind.TXT], "cv.pdf", None),
        (SAMPLES[MediaKind.TXT], "cv.exe", None),
        (b"MZ\x90\x00\x03" + bytes(300), "cv.pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "cv.pdf", None),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "cv.png", "application/pdf"),
        (b"GIF89a" + bytes(300), "cv", None),
        (b"RIFF\x60\x00\x00\x00WAVEfmt " + bytes(300), "cv", None),
        (b"\x7fELF\x02" + bytes(300), "cv.txt", None),
        (_zip("notes.txt"), "cv.docx", None),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "cv.docx", None),
        (_zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "cv.docx", None),
        (OLE, "cv.doc", None),
        (bytes(range(256)) * 20, "cv.txt", None),
    ],
)
def test_contradictions_and_other_kinds_are_refused(data: bytes, name: str, declared: str | None) -> None:
    """A name or type that contradicts the content, and every kind that is not read, is UnsupportedMedia."""
    with pytest.raises(UnsupportedMedia):
        identify(data, name, declared)


def test_empty_and_encrypted_have_their_own_errors() -> None:
    """No bytes, blank bytes, and an Office file in a password container are told apart."""
    for data in (b"", b"\n \x00\x00"):
        with pytest.raises(EmptyDocument):
            identify(data, "cv.pdf")
    with pytest.raises(EncryptedDocument):
        identify(OLE + "EncryptedPackage".encode("utf-16-le"), "cv.docx")


def test_a_pdf_that_holds_nothing_is_refused_at_once() -> None:
    """A header without a single object is told at the upload, not by a failed analysis."""
    with pytest.raises(UnreadableDocument, match="damaged"):
        identify(b"%PDF-1.7\nnothing to see", "resume.pdf", "application/pdf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "cp1252", "cp1251", "shift_jis", "gb18030"])
def test_text_in_other_encodings_is_text(encoding: str) -> None:
    """Text is not taken for binary data because of its encoding."""
    text = {"cp1251": "Опыт работы", "shift_jis": "職務経歴書", "gb18030": "工作经历"}.get(encoding, "Résumé of Zoë")
    assert identify(f"{text}\n1999".encode(encoding), "cv.txt") is MediaKind.TXT


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/cron.d/cv.pdf", "cv.pdf"),
        ("..\\..\\windows\\cv.pdf", "cv.pdf"),
        ("cv.pdf\x00.exe", "cv.pdf.exe.pdf"),
        ("cv_\u202efdp.exe", "cv_fdp.exe.pdf"),
        ("CON.pdf", "resume_CON.pdf"),
        (".pdf", "resume.pdf"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil_ 1.pdf"),
        ("<img src=x>.pdf", "_img src_x_.pdf"),
        ("Lebenslauf Müller – final (2).pdf", "Lebenslauf Müller – final (2).pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_stored_names_are_safe(name: str, stored: str) -> None:
    """Paths, control and direction characters, reserved names and markup do not survive; letters do."""
    assert safe_filename(name, MediaKind.PDF) == stored


@given(st.text(max_size=300), st.sampled_from(list(MediaKind)))
def test_any_name_becomes_a_safe_one(name: str, kind: MediaKind) -> None:
    """For every name there is: no separator, no control, one known extension, a bounded length, and a fixed point."""
    stored = safe_filename(name, kind)
    assert stored.endswith(MEDIA_TYPES[kind].extensions[0])
    assert not set(stored) & set('/\\\x00\r\n<>:"|?*')
    assert not stored.startswith((".", " "))
    assert len(stored) <= 120
    assert safe_filename(stored, kind) == stored
