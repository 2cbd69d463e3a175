"""Reading résumés: the text path against pdftotext, the test of what is visible against the text path, and children.

The files are those of the evaluation (`eval/corpus`), without its scans and without text recognition.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil

from adapters.documents import DocumentReader, pdf
from bench.figures import Figure, Size, median, percentile
from domain.reading import read_resume
from eval.corpus import Corpus
from schema.errors import VitaeflowError

_AS_OF = date(2026, 1, 1)
_CHILDREN = 2
_VISIBILITY = ("scene_of", "_note_unshown", "font_faults", "hidden_reasons")
"""What the PDF engine calls to learn what can be seen."""


async def measure(size: Size) -> list[Figure]:
    """All figures of reading."""
    corpus = Corpus()
    files = [corpus.resume(row) for row in corpus.resumes if not row.scanned]
    pdfs = [file for file in files if file.suffix == ".pdf"]
    figures = _engine(pdfs, size.read_rounds)
    figures += await _one_page(pdfs, size.read_rounds)
    return figures + await _throughput([corpus.resume(row) for row in corpus.resumes], size.read_rounds)


def _engine(files: list[Path], rounds: int) -> list[Figure]:
    """Both ratios, file by file and the tools in turn, so that a busy machine slows them alike."""
    contents = {file: file.read_bytes() for file in files}
    pdftotext = shutil.which("pdftotext")
    text, visible, theirs = 0.0, 0.0, 0.0
    for data in contents.values():
        pdf.read(data)
    for _ in range(rounds):
        for file, data in contents.items():
            with _spent_on(_VISIBILITY) as spent:
                whole = _seconds(lambda data=data: pdf.read(data))  # type: ignore[misc]
            text += whole - sum(spent)
            visible += sum(spent)
            if pdftotext:
                theirs += _seconds(lambda file=file: _run(pdftotext, file))  # type: ignore[misc]
    each = 1000 / (rounds * len(files))
    made_of = f"{text * each:.1f} ms of text and {visible * each:.1f} ms of visibility a file, {len(files)} PDFs"
    figures = [Figure("visibility test ÷ text path", visible / text, "", 1.0, 0.5, note=made_of)]
    if pdftotext:
        note = f"{theirs * each:.1f} ms for a process of pdftotext with the same file"
        figures.insert(0, Figure("styled blocks ÷ pdftotext", text / theirs, "", 0.8, 0.45, note=note))
    return figures


def _run(tool: str, file: Path) -> None:
    subprocess.run([tool, str(file), "-"], stdout=subprocess.DEVNULL, check=True)


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _spent_on(names: tuple[str, ...]) -> Iterator[list[float]]:
    """The seconds that the PDF engine spends in these functions."""
    spent: list[float] = []

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                spent.append(time.perf_counter() - started)

        return run

    with ExitStack() as stack:
        for name in names:
            stack.enter_context(patch.object(pdf, name, timed(getattr(pdf, name))))
        yield spent


async def _one_page(files: list[Path], rounds: int) -> list[Figure]:
    """Bytes to profile, one file at a time through one warm child, of the PDFs of one page."""
    taken: list[float] = []
    async with DocumentReader(processes=1, recognition=None) as reader:
        contents = [(file, file.read_bytes()) for file in files]
        documents = [await reader.read(data, file.name) for file, data in contents]
        single = [content for content, document in zip(contents, documents, strict=True) if document.pages == 1]
        for _ in range(rounds):
            for file, data in single:
                started = time.perf_counter()
                read_resume(await reader.read(data, file.name), as_of=_AS_OF)
                taken.append((time.perf_counter() - started) * 1000)
    note = f"{len(single)} files, {rounds} times: extraction, visibility and profile"
    return [
        Figure("PDF of one page to profile, p50", median(taken), "ms", 40, 20, note=note),
        Figure("PDF of one page to profile, p95", percentile(taken, 95), "ms", 120, 60, note=note),
    ]


async def _throughput(files: list[Path], rounds: int) -> list[Figure]:
    """All files of the corpus at once through two children; and how large a child is afterwards."""
    contents = [(file.name, file.read_bytes()) for file in files]
    rates: list[float] = []
    blocks: list[float] = []
    async with DocumentReader(processes=_CHILDREN, recognition=None) as reader:
        await asyncio.gather(*(_profile(reader, *content) for content in contents[:_CHILDREN]))
        for _ in range(rounds):
            started = time.perf_counter()
            await asyncio.gather(*(_blocks(reader, *content) for content in contents))
            blocks.append(len(contents) / (time.perf_counter() - started))
            started = time.perf_counter()
            await asyncio.gather(*(_profile(reader, *content) for content in contents))
            rates.append(len(contents) / (time.perf_counter() - started))
        parsers = [child for server in psutil.Process().children() for child in server.children()]
        resident = max(child.memory_info().rss for child in parsers) / 2**20
        own = max(child.memory_full_info().pss for child in parsers) / 2**20
    note = f"blocks alone {median(blocks):.0f} files/s; {len(files)} files of 8 formats, scans refused"
    return [
        Figure("files to profiles, two children", median(rates), "files/s", 40, 100, better="higher", note=note),
        Figure("memory of a warm child", resident, "MiB", 150, 80, note=f"{own:.0f} MiB when shared pages count once"),
    ]


async def _blocks(reader: DocumentReader, name: str, data: bytes) -> None:
    try:
        await reader.read(data, name)
    except VitaeflowError:
        return


async def _profile(reader: DocumentReader, name: str, data: bytes) -> None:
    try:
        read_resume(await reader.read(data, name), as_of=_AS_OF)
    except VitaeflowError:
        return
