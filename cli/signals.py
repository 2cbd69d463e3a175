"""How commands that serve are stopped: Ctrl-C and SIGTERM alike end them in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from cli.output import note


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Do the work; a signal cancels it, so that everything it opened is closed in order. Call it in the main thread."""
    working = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for wish in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wish, working.cancel)
    try:
        await working
    except asyncio.CancelledError:
        note("Stopped")
