"""Real text recognition in its own process: formats, limits, idleness, cancellation, and life without it."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from adapters.documents import DocumentReader
from adapters.documents.reader import Recognition
from schema.document import Document
from schema.errors import IllegibleDocument, NeedsOcr, ParserCrashed, RecognitionBusy
from tests.adapters.documents import pictured, samples

pytestmark = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra `ocr` is not installed")

TEXTS = ("Małgorzata Wiśniewska-Größl", "Tel. +48 601 234 567", "Kraków, ćwiczenia, język, übung, señor, façade")
CARD = pictured.cropped(*TEXTS)


@pytest.fixture(scope="module")
async def eyes() -> AsyncIterator[DocumentReader]:
    """A reader whose text recognition stays for all tests of this module."""
    async with DocumentReader(processes=1) as reader:
        yield reader


def recognisers() -> list[psutil.Process]:
    """The fork server of text recognition and its process, of this test run."""
    found = psutil.Process().children(recursive=True)
    return [process for process in found if process.cmdline()[-1:] == ["adapters.documents.parsing:load_recogniser"]]


def likeness(document: Document) -> float:
    """Share of the words of the card that came out letter by letter; a blank may be lost here and there."""
    words, seen = " ".join(TEXTS).split(), document.text.replace(" ", "")
    return sum(word in seen for word in words) / len(words)


@pytest.mark.parametrize(
    ("name", "form"), [("cv.png", "PNG"), ("cv.jpg", "JPEG"), ("cv.tiff", "TIFF"), ("cv.webp", "WEBP")]
)
async def test_pictures_of_every_kind_are_read(eyes: DocumentReader, name: str, form: str) -> None:
    """With letters of several Latin alphabets, places and confidence."""
    document = await eyes.read(pictured.encoded(CARD, form, quality=90), name)
    assert likeness(document) >= 0.9
    assert document.engine == "ocr:rapidocr"
    assert document.lines[0].text == TEXTS[0]
    assert all((line.confidence or 0) > 0.8 and line.x0 is not None for line in document.lines)
    assert [flag.kind for flag in document.flags] == ["recognised_text"]


async def test_a_scanned_page_gives_the_same_lines_twice(eyes: DocumentReader) -> None:
    """Byte by byte, and by another process."""
    page = pictured.pasted(CARD, width=420, height=420 * CARD.height / CARD.width)
    data = samples.pdf(page)
    first = await eyes.read(data, "scan.pdf")
    assert likeness(first) >= 0.9
    async with DocumentReader(processes=1) as other:
        assert (await other.read(data, "scan.pdf")).model_dump_json() == first.model_dump_json()


@pytest.mark.parametrize("degrees", [90, 180, 270])
async def test_a_picture_lying_wrong_is_read_upright(eyes: DocumentReader, degrees: int) -> None:
    """As scanners and phones leave it, without a word about it in the file."""
    turned = CARD.rotate(degrees, expand=True, fillcolor=255)
    document = await eyes.read(pictured.encoded(turned, "PNG"), "cv.png")
    assert document.lines[0].text == TEXTS[0]


async def test_no_words_are_no_document(eyes: DocumentReader) -> None:
    """A photo of a wall."""
    wall = Image.effect_noise((600, 400), 20)
    with pytest.raises(IllegibleDocument):
        await eyes.read(pictured.encoded(wall, "PNG"), "wall.png")


async def test_the_process_has_no_network_and_runs_as_nobody(eyes: DocumentReader) -> None:
    """The same fence as a parser's: untrusted bytes are decoded in it."""
    await eyes.read(pictured.encoded(CARD, "PNG"), "cv.png")
    server, child = sorted(recognisers(), key=lambda process: process.ppid() != psutil.Process().pid)[:2]
    status = await asyncio.to_thread(Path(f"/proc/{child.pid}/status").read_text)
    assert "NoNewPrivs:\t1\nSeccomp:\t2\n" in status
    assert child.num_threads() == 1
    assert child.net_connections() == []
    if server.uids().real == 0:
        assert child.uids().real == 65534


async def test_it_starts_with_the_first_picture_and_ends_when_idle() -> None:
    """Whoever sends no scans pays nothing for them."""
    recognition = Recognition(idle_seconds=0.2)
    async with DocumentReader(processes=1, recognition=recognition) as reader:
        before = set(recognisers())
        assert (await reader.read(samples.pdf(samples.lines("A page of text")), "cv.pdf")).engine == "pdfium"
        assert set(recognisers()) == before
        await reader.read(pictured.encoded(CARD, "PNG"), "cv.png")
        started = set(recognisers()) - before
        assert len(started) == 2
        _, alive = await asyncio.to_thread(psutil.wait_procs, started, 5)
        assert not alive


async def test_cancelling_ends_the_process_and_waiting_has_an_end() -> None:
    """The second in the row gives up its place; the first is cancelled, and the third is read by a new process."""
    card = pictured.encoded(CARD, "PNG")
    others = set(recognisers())
    async with DocumentReader(processes=1, recognition=Recognition(wait_seconds=0.3)) as reader:
        assert likeness(await reader.read(card, "cv.png")) >= 0.9
        page = pictured.encoded(pictured.photographed(samples.lines(*["Many words on a page"] * 50))[0], "PNG")
        first = asyncio.create_task(reader.read(page, "cv.png"))
        await asyncio.sleep(0.05)
        before = set(recognisers()) - others
        with pytest.raises(RecognitionBusy):
            await reader.read(page, "cv.png")
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert likeness(await reader.read(card, "cv.png")) >= 0.9
        assert len(before) == 2
        assert len(before & set(recognisers())) == 1


@pytest.mark.parametrize("memory_mb", [0, 8, 48])
async def test_limits_end_a_picture_and_not_the_reader(memory_mb: int) -> None:
    """Too little memory for a page, wherever in it: an error that says so, and not that the file is damaged."""
    async with DocumentReader(processes=1, recognition=Recognition(memory_mb=memory_mb)) as reader:
        with pytest.raises(ParserCrashed) as caught:
            await reader.read(pictured.encoded(CARD, "PNG"), "cv.png")
        assert caught.value.extra["reason"] == "memory"
        assert (await reader.read(samples.pdf(samples.lines("A page of text")), "cv.pdf")).text == "A page of text"


async def test_without_it_scans_are_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not installed, and switched off: two remedies; a mixed file keeps its text."""
    scan, card = samples.pdf(pictured.pasted(CARD)), pictured.encoded(CARD, "PNG")
    monkeypatch.setattr("adapters.documents.reader.installed", list)
    async with DocumentReader(processes=1) as reader:
        for data, name in ((scan, "cv.pdf"), (card, "cv.png")):
            with pytest.raises(NeedsOcr, match="extra `ocr`"):
                await reader.read(data, name)
        mixed = await reader.read(samples.pdf(samples.lines("A page of text"), pictured.pasted(CARD)), "cv.pdf")
        assert (mixed.text, [flag.kind for flag in mixed.flags]) == ("A page of text", ["truncated"])
    async with DocumentReader(processes=1, recognition=None) as reader:
        with pytest.raises(NeedsOcr, match="OCR_PAGES"):
            await reader.read(scan, "cv.pdf")
