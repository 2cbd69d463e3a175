"""Load from a process of its own, so that client and server do not share an interpreter."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

_ROOT = Path(__file__).parents[1]
_LINE_LIMIT = 64 * 2**20


class Client:
    """`python -m module arguments…`, spoken with in lines; killed at the end of the block if it still runs."""

    def __init__(self, module: str, *arguments: object) -> None:
        self._command = [sys.executable, "-m", module, *map(str, arguments)]
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=_ROOT,
            limit=_LINE_LIMIT,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            if self._process.returncode is None and kind is not None:
                self._process.kill()
            if self._process.stdin is not None:
                self._process.stdin.close()
            await self._process.communicate()

    async def line(self) -> str:
        """The next line it prints. Raises RuntimeError when it ended instead."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._command[2]} ended with code {await self._process.wait()}")
        return line.decode()

    async def tell(self, line: str) -> None:
        """Send a line to its standard input."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()
