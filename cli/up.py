"""`vitaeflow up`: the whole product in the foreground until Ctrl-C."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json
from cli.output import emit_json, note
from cli.signals import until_stopped
from schema.settings import Settings, get_settings

if TYPE_CHECKING:
    from workers.supervisor import Stack


def up(
    state_dir: Annotated[Path | None, typer.Option(help="Folder for all data; default: STATE_DIR.")] = None,
    port: Annotated[int | None, typer.Option(help="Port of the API; default: API_PORT.", min=1, max=65535)] = None,
    as_json: Json = False,
) -> None:
    """Start everything that is not configured to be elsewhere, and serve until Ctrl-C."""
    settings = get_settings()
    given = {"state_dir": state_dir, "api_port": port}
    asyncio.run(until_stopped(_run_stack(_with(settings, given), time.monotonic(), as_json=as_json)))


def _with(settings: Settings, given: dict[str, Path | int | None]) -> Settings:
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


async def _run_stack(settings: Settings, started: float, *, as_json: bool) -> None:
    # Here, because the Temporal client takes half a second to import, and the other commands need not wait for it.
    from workers.supervisor import Stack

    async with Stack(settings, say=note) as stack:
        _announce(stack, time.monotonic() - started, as_json=as_json)
        try:
            await stack.watch()
        finally:
            note("Stopping …")


def _announce(stack: Stack, seconds: float, *, as_json: bool) -> None:
    addresses = {
        "api": stack.api_url,
        "docs": f"{stack.api_url}/docs",
        "temporal": stack.temporal_address,
        "temporal_ui": stack.ui_url,
        "logs": str(stack.log_dir),
    }
    if as_json:
        emit_json(addresses, line=True)
        return
    note(f"Ready in {seconds:.1f} s")
    names = {"api": "API", "docs": "API docs", "temporal_ui": "Temporal UI", "logs": "Logs"}
    for key, label in names.items():
        if addresses[key]:
            note(f"  {label:<12}{addresses[key]}")
    note("Stop with Ctrl-C")
