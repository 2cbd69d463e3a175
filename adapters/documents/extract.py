"""Which engines read which kind, in which order; and what every document goes through afterwards."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Callable
from functools import partial

from adapters.documents import (
    html,
    kreuzberg_engine,
    odt,
    pdf,
    pictures,
    plain,
    rtf,
    structured,
    tables,
    unstructured_engine,
    word,
)
from adapters.documents.draft import MAX_CHARACTERS, MAX_LINE, MAX_LINES, Draft
from adapters.documents.ocr import PictureReader
from adapters.documents.suspicion import suspicious
from schema.document import Document, EngineAttempt, Flag, Line, Run, document_of
from schema.errors import (
    DocumentTooComplex,
    EmptyDocument,
    EncryptedDocument,
    IllegibleDocument,
    InvalidResumeData,
    NeedsOcr,
    UnreadableDocument,
    UnsafeDocument,
    VitaeflowError,
)
from schema.media import MediaKind
from schema.visible_text import clean_line

Engine = Callable[[bytes], Draft]

ENGINES: dict[MediaKind, tuple[tuple[str, Engine], ...]] = {
    MediaKind.PDF: (("pdfium", pdf.read), ("kreuzberg", kreuzberg_engine.reader(MediaKind.PDF))),
    MediaKind.DOCX: (
        ("ooxml", word.read),
        ("kreuzberg", kreuzberg_engine.reader(MediaKind.DOCX)),
        *unstructured_engine.engines(),
    ),
    MediaKind.ODT: (("opendocument", odt.read), ("kreuzberg", kreuzberg_engine.reader(MediaKind.ODT))),
    MediaKind.DOC: (("kreuzberg", kreuzberg_engine.reader(MediaKind.DOC)),),
    MediaKind.RTF: (("rtf", rtf.read), ("kreuzberg", kreuzberg_engine.reader(MediaKind.RTF))),
    MediaKind.HTML: (("selectolax", html.read),),
    MediaKind.MD: (("markdown", html.read_markdown), ("plain", plain.read)),
    MediaKind.TXT: (("plain", plain.read),),
    MediaKind.JSON: (("json", structured.read_json),),
    MediaKind.CSV: (("table", tables.read_table),),
    MediaKind.ZIP: (("linkedin", tables.read_linkedin),),
}

# What is true of the file and not of the engine: another engine would only say it later or worse.
_VERDICTS = (
    EmptyDocument,
    EncryptedDocument,
    DocumentTooComplex,
    NeedsOcr,
    IllegibleDocument,
    UnsafeDocument,
    InvalidResumeData,
)


def engines_for(kind: MediaKind, reader: PictureReader | None) -> tuple[tuple[str, Engine], ...]:
    """What reads a kind, in order; with a reader of pictures also what is on them."""
    if kind.is_picture:
        return (("picture", partial(pictures.read, reader=reader)),)
    if kind is MediaKind.PDF and reader is not None:
        return (("pdfium", partial(pdf.read, reader=reader)), *ENGINES[kind][1:])
    return ENGINES[kind]


def extract(data: bytes, kind: MediaKind, reader: PictureReader | None = None) -> Document:
    """Read a file with the first engine that can, and its pictures with `reader`.

    Raises what the file is (EncryptedDocument, NeedsOcr, …), or UnreadableDocument when no engine found text;
    `extra["attempts"]` then lists the engines. MemoryError passes through.
    """
    attempts: list[EngineAttempt] = []
    reason = f"The file is damaged or not really a {kind.value} file; open it, export it again and upload the new file"
    for name, engine in engines_for(kind, reader):
        try:
            document = _finish(engine(data), kind, name, reader)
        except (*_VERDICTS, MemoryError):
            raise
        except Exception as error:
            # The class alone: a parser's own message may quote the document.
            code = error.code if isinstance(error, VitaeflowError) else type(error).__name__
            attempts.append(EngineAttempt(engine=name, error=code))
            if isinstance(error, UnreadableDocument) and len(attempts) == 1:
                reason = error.detail
        else:
            flags = [*document.flags]
            if attempts:
                flags.append(
                    Flag(kind="repaired", detail=f"{attempts[-1].engine} could not read the file; {name} could")
                )
            attempts += _successes(name, document)
            return document.model_copy(update={"attempts": attempts, "flags": flags})
    raise UnreadableDocument(reason, attempts=[attempt.model_dump() for attempt in attempts])


def _successes(engine: str, document: Document) -> list[EngineAttempt]:
    """The engine, and the one that read its pictures: why the second was needed is the first one's error."""
    if document.engine == engine or (document.engine.startswith("ocr:") and engine == "picture"):
        return [EngineAttempt(engine=document.engine)]
    return [EngineAttempt(engine=engine, error=NeedsOcr.code), EngineAttempt(engine=document.engine)]


def _name_of(engine: str, lines: list[Line], reader: PictureReader | None) -> str:
    """`ocr:NAME` for recognised text, `ENGINE+ocr:NAME` where a part of the lines is."""
    recognised = [line.confidence is not None for line in lines if line.text]
    if reader is None or not any(recognised):
        return engine
    names = "+".join(["ocr", *reader.used]).replace("+", ":", 1)
    return names if all(recognised) else f"{engine}+{names}"


def _recognised(lines: list[Line], reader: PictureReader | None) -> list[Flag]:
    """A note that words were recognised, since they may be a little off."""
    sure = [(line.confidence, len(line.text)) for line in lines if line.confidence is not None and line.text]
    if reader is None or not sure:
        return []
    certain = sum(confidence * length for confidence, length in sure) / sum(length for _, length in sure)
    pages = ", ".join(str(page) for page in sorted({line.page for line in lines if line.confidence is not None}))
    detail = f"Text recognised on pictures by {' and '.join(reader.used)}, {certain:.0%} sure, pages: {pages}"
    return [Flag(kind="recognised_text", detail=detail)]


def _finish(draft: Draft, kind: MediaKind, engine: str, reader: PictureReader | None) -> Document:
    if sum(len(line.text) for line in draft.lines) > MAX_CHARACTERS or len(draft.lines) > MAX_LINES:
        raise DocumentTooComplex(f"The file holds more than {MAX_CHARACTERS} characters; send the résumé alone")
    if max((len(line.text) for line in draft.lines), default=0) > MAX_LINE:
        raise DocumentTooComplex(f"A line of the file has more than {MAX_LINE} characters; break it into paragraphs")
    lines = _clean(draft)
    if not any(line.text for line in lines):
        raise EmptyDocument("The file holds no visible text; export the résumé again with its text")
    document = document_of(lines, format=kind.value, engine=_name_of(engine, lines, reader), pages=draft.pages)
    flags = draft.flags + _recognised(lines, reader) + suspicious([line.text for line in lines])
    found = {"flags": flags, "modified": draft.modified, "data": draft.data, "pictures": draft.pictures}
    return document.model_copy(update=found)


def _clean(draft: Draft) -> list[Line]:
    """Clean every line; at most one empty line in a row stays, as the writer's paragraph break."""
    lines: list[Line] = []
    for line in draft.lines:
        text, tags = clean_line(line.text)
        draft.hide(tags, "Invisible Unicode characters that spell words", line.page)
        if text or (lines and lines[-1].text and not line.text.strip()):
            clean = text == line.text
            lines.append(line if clean else line.model_copy(update={"text": text, "runs": _clean_runs(line, text)}))
    while lines and not lines[-1].text:
        lines.pop()
    return lines


def _clean_runs(line: Line, text: str) -> list[Run]:
    """The runs where their words stand in the cleaned text; none if one of them cannot be found."""
    runs, at = [], 0
    for run in line.runs:
        piece = clean_line(line.text[run.start : run.end])[0]
        at = text.find(piece, at)
        if at < 0:
            return []
        if piece:
            runs.append(run.model_copy(update={"start": at, "end": at + len(piece)}))
        at += len(piece)
    return runs


_WARM_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj "
    b"4 0 obj<</Length 36>>stream\nBT /F 12 Tf 20 100 Td (ready) Tj ET\nendstream endobj "
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


_WARM_DOCX = b'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>ready</w:t></w:r></w:p></w:body></w:document>'
_WARM_ODT = b'<o:document xmlns:o="o" xmlns:t="t"><o:body><o:text><t:p>ready</t:p></o:text></o:body></o:document>'


def warm_up() -> None:
    """Read one small file of each kind, so that no user's file pays for lazy loading.

    A parser process may be unable to load anything later: it is another user then, and may not see the installation.
    kreuzberg is left out, since its threads would not survive the fork.
    """
    for encoding in plain.ENCODINGS:
        codecs.lookup(encoding)
    pictures.warm_up()
    unstructured_engine.warm_up()
    extract(_WARM_PDF, MediaKind.PDF)
    extract(_zipped("word/document.xml", _WARM_DOCX), MediaKind.DOCX)
    extract(_zipped("content.xml", _WARM_ODT), MediaKind.ODT)
    extract(b"{\\rtf1 ready}", MediaKind.RTF)
    extract(b"# ready\n\n|a|b|\n|-|-|\n|1|2|", MediaKind.MD)
    extract("prêt à lire, déjà".encode("cp1252"), MediaKind.TXT)


def _zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()
