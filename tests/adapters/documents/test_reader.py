"""The reader and its processes: limits, crashes, cancellation, death of the parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from adapters.documents import DocumentReader
from schema.document import Document
from schema.errors import EmptyDocument, ParserCrashed, UnreadableDocument, UnsupportedMedia
from tests.adapters.documents import endless, samples

ROOT = Path(__file__).resolve().parents[3]
GOOD = samples.pdf(samples.lines("Ilse Brandtner", "Cartographer"))


def _processes(reader: DocumentReader) -> list[psutil.Process]:
    """The helper and its children."""
    helper = psutil.Process(reader._parsers._server._process.pid)
    return [helper, *helper.children()]


async def test_a_bomb_fails_alone_while_another_read_goes_on() -> None:
    """A file that takes all memory gives ParserCrashed; files read beside and after it are not touched."""
    async with DocumentReader(processes=2, memory_mb=192) as reader:
        good = (reader.read(GOOD, "good.pdf") for _ in range(6))
        results = await asyncio.gather(reader.read(samples.bomb(), "bomb.pdf"), *good, return_exceptions=True)
        assert isinstance(results[0], ParserCrashed)
        assert results[0].extra["reason"] == "memory"
        assert all(isinstance(result, Document) and "Brandtner" in result.text for result in results[1:])
        assert "Brandtner" in (await reader.read(GOOD, "good.pdf")).text


async def test_wall_limit_ends_a_slow_file() -> None:
    """A process that does not answer in time is killed, and the reader goes on with a new one."""
    async with DocumentReader(processes=1, wall_seconds=3) as reader:
        await reader.read(GOOD, "good.pdf")
        child = _processes(reader)[1]
        child.suspend()
        started = time.monotonic()
        with pytest.raises(ParserCrashed) as caught:
            await reader.read(GOOD, "good.pdf")
        assert caught.value.extra["reason"] == "time"
        assert time.monotonic() - started < 20
        assert (await reader.read(GOOD, "good.pdf")).text.startswith("Ilse")
        assert not child.is_running()


async def test_cpu_limit_ends_a_busy_file() -> None:
    """A file that computes beyond its CPU seconds is stopped by the kernel and named so."""
    started = time.monotonic()
    async with DocumentReader(processes=1, cpu_seconds=0, wall_seconds=60, jobs=endless.JOBS) as reader:
        with pytest.raises(ParserCrashed) as caught:
            await reader.read(GOOD, "busy.pdf")
    assert caught.value.extra["reason"] == "time"
    assert time.monotonic() - started < 30, "stopped by the clock instead"


async def test_cancelling_a_read_ends_only_its_process() -> None:
    """Cancellation kills the one process; the other keeps its place and the reader stays whole."""
    async with DocumentReader(processes=2) as reader:
        await asyncio.gather(*(reader.read(GOOD, "good.pdf") for _ in range(2)))
        before = {process.pid for process in _processes(reader)[1:]}
        task = asyncio.create_task(reader.read(samples.bomb(), "bomb.pdf"))
        await asyncio.sleep(0.03)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert "Brandtner" in (await reader.read(GOOD, "good.pdf")).text
        await asyncio.gather(*reader._parsers._endings)
        after = {process.pid for process in _processes(reader)[1:]}
        assert len(before & after) == 1


async def test_a_killed_helper_is_replaced() -> None:
    """When the helper interpreter itself is killed the next read starts a new one and succeeds."""
    async with DocumentReader(processes=1) as reader:
        await reader.read(GOOD, "good.pdf")
        processes = _processes(reader)
        processes[0].kill()
        psutil.wait_procs(processes[1:], timeout=3)
        assert "Brandtner" in (await reader.read(GOOD, "good.pdf")).text


def test_processes_die_with_a_killed_parent(tmp_path: Path) -> None:
    """After SIGKILL of the parent neither the helper nor a busy child is left."""
    program = tmp_path / "parent.py"
    program.write_text(
        "import asyncio, psutil, sys\n"
        "from adapters.documents import DocumentReader\n"
        "async def main():\n"
        "    reader = DocumentReader(processes=2)\n"
        "    await reader.read(b'ready', 'a.txt')\n"
        "    print(*[p.pid for p in psutil.Process().children(recursive=True)], flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        os.kill(pids[-1], signal.SIGSTOP)  # a child that cannot notice anything by itself
        parent.kill()
    assert len(pids) == 3
    deadline = time.monotonic() + 5
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(_runs(pid) for pid in pids)


def _runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


async def test_secrets_of_the_environment_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The helper's environment has no variable of ours, so a parser that is taken over finds no key."""
    monkeypatch.setenv("OPENAI_API_KEY", "not-for-parsers")
    async with DocumentReader(processes=1) as reader:
        await reader.read(b"ready", "a.txt")
        assert "OPENAI_API_KEY" not in _processes(reader)[0].environ()


async def test_first_read_is_quick_and_later_ones_are_quicker(reader: DocumentReader) -> None:
    """A warm process reads a one-page PDF in well under a tenth of a second, on a busy machine too."""
    await reader.read(GOOD, "good.pdf")
    started = time.monotonic()
    for _ in range(10):
        await reader.read(GOOD, "good.pdf")
    assert (time.monotonic() - started) / 10 < 0.1


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.pdf", EmptyDocument),
        (b"MZ\x90\x00" + bytes(200), "a.pdf", UnsupportedMedia),
        (b"%PDF-1.7\n" + b"nothing of a PDF " * 9, "a.pdf", UnreadableDocument),
        (samples.docx("")[:400], "a.docx", UnsupportedMedia),
        (b"{\\rtf1 }", "a.rtf", UnreadableDocument),
    ],
)
async def test_unreadable_files_have_named_errors(
    reader: DocumentReader, data: bytes, name: str, error: type[Exception]
) -> None:
    """Each kind of broken file gives its own error class across the process boundary."""
    with pytest.raises(error):
        await reader.read(data, name)


async def test_messages_hold_no_text_of_the_document(reader: DocumentReader) -> None:
    """What an error says never quotes the file."""
    data = samples.docx(samples.p("Canary Quillfeather"), prologue="<!DOCTYPE x [<!ENTITY e 'Canary Quillfeather'>]>")
    with pytest.raises(UnreadableDocument) as caught:
        await reader.read(data, "a.docx")
    assert "Canary" not in f"{caught.value.detail} {caught.value.extra}"


async def test_a_closed_reader_refuses() -> None:
    """Reading after close is a programming error, not a hang."""
    reader = DocumentReader(processes=1)
    await reader.close()
    with pytest.raises(RuntimeError):
        await reader.read(GOOD, "good.pdf")
