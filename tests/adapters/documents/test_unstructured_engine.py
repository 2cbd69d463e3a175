"""The extra engine: where it is installed it reads Word files without a network, and only after the others."""

from __future__ import annotations

import importlib.util
import io
import os
import socket
from typing import Any

import docx
import pytest

from adapters.documents import DocumentReader, extract, unstructured_engine
from schema.errors import UnreadableDocument
from schema.media import MediaKind

installed = importlib.util.find_spec("unstructured") is not None
needs_it = pytest.mark.skipif(not installed, reason="the extra `unstructured` is not installed")


def _word_file() -> bytes:
    """What a word processor writes: this engine wants all its parts."""
    made = docx.Document()
    made.add_paragraph("Ilse Brandtner")
    made.add_paragraph("Cartographer. She draws maps.")
    cells = made.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Python", "five years"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WORD_FILE = _word_file()


def _failing(_: bytes) -> Any:
    raise UnreadableDocument("not by this engine")


def test_it_is_asked_last_and_about_word_files_only() -> None:
    """Where it is installed it ends the list of DOCX; nowhere else does it stand, least of all for PDF."""
    for kind, engines in extract.ENGINES.items():
        names = [name for name, _ in engines]
        assert (unstructured_engine.NAME in names) is (installed and kind is MediaKind.DOCX)
        assert not installed or kind is not MediaKind.DOCX or names[-1] == unstructured_engine.NAME


@needs_it
def test_it_reads_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paragraphs and tables come out, and nothing is fetched or reported."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    lines = [line.text for line in unstructured_engine.read_docx(WORD_FILE).lines]
    assert lines == ["Ilse Brandtner", "Cartographer. She draws maps.", "Python\tfive years"]
    assert os.environ["DO_NOT_TRACK"]


@needs_it
def test_it_stands_in_with_the_reasons_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """When both other engines fail it answers, and the document says who failed with what."""
    engines = tuple(
        (name, engine if name == "unstructured" else _failing) for name, engine in extract.ENGINES[MediaKind.DOCX]
    )
    monkeypatch.setitem(extract.ENGINES, MediaKind.DOCX, engines)
    document = extract.extract(WORD_FILE, MediaKind.DOCX)
    assert document.engine == "unstructured"
    assert [(each.engine, each.error) for each in document.attempts] == [
        ("ooxml", "unreadable_document"),
        ("kreuzberg", "unreadable_document"),
        ("unstructured", None),
    ]
    assert [flag.kind for flag in document.flags] == ["repaired"]


@needs_it
async def test_the_parser_process_lives_with_it() -> None:
    """The fork server loads it once, and its children read as before."""
    async with DocumentReader(processes=1) as reader:
        assert (await reader.read(WORD_FILE, "cv.docx")).engine == "ooxml"
