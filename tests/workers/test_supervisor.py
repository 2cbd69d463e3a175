"""The whole stack under one supervisor, with real servers: orderly, killed, refused, busy, crashing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest
from temporalio.client import Client

from adapters.embedded.process import command_line
from schema.errors import AlreadyRunning, ChildFailed, ConfigurationError
from schema.settings import Settings
from workers.programs import Program, api_is_ready, worker_is_ready
from workers.supervisor import Stack

API_PROGRAM = """
    import http.server, json, os
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
            self.wfile.write(json.dumps(dict(os.environ)).encode())
    http.server.HTTPServer(("127.0.0.1", int(os.environ["API_PORT"])), Handler).serve_forever()
"""
WORKER_PROGRAM = """
    import asyncio, os
    from temporalio import activity
    from temporalio.client import Client
    from temporalio.worker import Worker
    from temporalio import workflow
    @workflow.defn(sandboxed=False)
    class Nothing:
        @workflow.run
        async def run(self) -> None: ...
    async def main():
        client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
        await Worker(client, task_queue="vitaeflow", workflows=[Nothing]).run()
    asyncio.run(main())
"""


async def at_once(*_: object) -> bool:
    """Readiness of a program that has nothing to get ready."""
    return True


async def never(*_: object) -> bool:
    """Readiness of a program that does not get ready."""
    return False


def python(name: str, script: str, ready: Callable[..., object] = at_once) -> Program:
    """A program written in the test."""
    return Program(name, (sys.executable, "-c", textwrap.dedent(script)), ready)  # type: ignore[arg-type]


def settings(state_dir: Path, **given: object) -> Settings:
    """Settings of this machine with nothing elsewhere."""
    return Settings.model_validate({"state_dir": state_dir, "database_url": None, "temporal_address": None, **given})


@pytest.fixture(scope="module")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state directory for the module: the stack is started on it again and again."""
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="module")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    """PostgreSQL and Temporal that run somewhere else, for tests about programs."""
    async with Stack(settings(tmp_path_factory.mktemp("servers")), processes=(), any_port=True) as stack:
        yield settings(Path(), database_url=stack.database_url, temporal_address=stack.temporal_address)


def beside(servers: Settings, state_dir: Path, **given: object) -> Settings:
    """Settings for a stack that uses servers of somebody else."""
    return servers.model_copy(update={"state_dir": state_dir, **given})


async def answers(dsn: str) -> bool:
    """Whether the record is there, with its tables."""
    connection = await asyncpg.connect(dsn)
    try:
        return bool(await connection.fetchval("SELECT count(*) FROM schema_migrations"))
    finally:
        await connection.close()


async def test_servers_alone_start_stop_and_start_again(state_dir: Path) -> None:
    """Without programs: a migrated record and Temporal; the second start keeps data and secret and is quick."""
    async with Stack(settings(state_dir), processes=(), any_port=True) as first:
        assert await answers(first.database_url)
        secret = first.environment["JWT_SECRET"]
        assert (await Client.connect(first.temporal_address)).namespace == "default"
    assert (state_dir / "secret").stat().st_mode & 0o777 == 0o600
    started = time.monotonic()
    async with Stack(settings(state_dir), processes=(), any_port=True) as second:
        assert time.monotonic() - started < 5
        assert await answers(second.database_url)
        assert second.environment["JWT_SECRET"] == secret
        assert len(secret) >= 32


async def test_a_second_start_on_the_same_folder_is_refused(state_dir: Path, servers: Settings) -> None:
    """At once, naming the process that holds the folder; afterwards the folder is free."""
    async with Stack(beside(servers, state_dir), processes=()):
        started = time.monotonic()
        with pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}") as caught:
            async with Stack(beside(servers, state_dir), processes=()):
                pass
        assert time.monotonic() - started < 5
        assert caught.value.extra == {"pid": str(os.getpid())}
    async with Stack(beside(servers, state_dir), processes=()):
        pass


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's parent-death signal is Linux only")
async def test_nothing_survives_a_killed_supervisor_and_nothing_blocks_the_next(state_dir: Path) -> None:
    """SIGKILL takes all children along; the next start on the same folder works and has the data."""
    script = f"""
        import asyncio, json, pathlib, sys
        from schema.settings import Settings
        from workers.programs import Program
        from workers.supervisor import Stack
        async def ready(*_): return True
        async def main():
            sleeper = Program("sleeper", (sys.executable, "-c", "import time; time.sleep(60)"), ready)
            chosen = Settings(state_dir=pathlib.Path({str(state_dir)!r}), database_url=None, temporal_address=None)
            async with Stack(chosen, processes=(sleeper,), any_port=True) as stack:
                print(json.dumps([part.child.pid for part in (*stack._servers, *stack._processes)]), flush=True)
                await stack.watch()
        asyncio.run(main())
    """
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", textwrap.dedent(script), stdout=subprocess.PIPE
    )
    assert supervisor.stdout is not None
    try:
        children = json.loads(await supervisor.stdout.readline())
        for pid in children:
            os.kill(pid, 0)  # raises if there is no such process
    finally:
        supervisor.kill()
        await supervisor.wait()
    assert len(children) == 3

    async with Stack(settings(state_dir), processes=(), any_port=True) as stack:
        assert await answers(stack.database_url)
        assert [pid for pid in children if command_line(pid)] == []


async def test_programs_get_addresses_and_are_waited_for(servers: Settings, tmp_path: Path) -> None:
    """When the stack is entered the API answers and the worker polls; both were told where everything is."""
    programs = (python("api", API_PROGRAM, api_is_ready), python("worker", WORKER_PROGRAM, worker_is_ready))
    given = beside(servers, tmp_path, cors_origins=["https://a.example", "https://b.example"])
    async with Stack(given, processes=programs, any_port=True) as stack:
        async with httpx.AsyncClient() as http:
            told = (await http.get(stack.api_url)).json()
        assert told["DATABASE_URL"] == stack.database_url == servers.database_url
        assert told["TEMPORAL_ADDRESS"] == stack.temporal_address == servers.temporal_address
        assert told["STATE_DIR"] == str(tmp_path)
        assert told["CORS_ORIGINS"] == "https://a.example,https://b.example"
        assert told["JWT_SECRET"] == (tmp_path / "secret").read_text()
        assert stack.ui_url is None
        url = stack.api_url
    async with httpx.AsyncClient() as http:
        with pytest.raises(httpx.ConnectError):
            await http.get(url)
    assert [path.name for path in (tmp_path / "logs").iterdir() if path.suffix == ".pid"] == []


async def test_a_program_that_ends_while_starting_is_reported(servers: Settings, tmp_path: Path) -> None:
    """The error holds the end of its log, and what was started beside it is stopped."""
    crashing = python("crashing", "raise SystemExit('the cellar is flooded')", never)
    other = python("other", "import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    with pytest.raises(ChildFailed, match=r"(?s)crashing ended with code 1.*the cellar is flooded"):
        async with Stack(beside(servers, tmp_path), processes=(other, crashing), any_port=True):
            pass
    left = (tmp_path / "logs" / "other.log").read_text()
    assert not left or not command_line(int(left))


async def kill_and_await_return(stack: Stack, name: str, said: list[str]) -> None:
    """Kill a part of a watched stack and wait until the supervisor says that it is back."""
    watching = asyncio.ensure_future(stack.watch())
    child = next(part.child for part in (*stack._servers, *stack._processes) if part.child.name == name)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    async with asyncio.timeout(20):
        while f"{name} is back" not in said:  # noqa: ASYNC110  a list has no event
            await asyncio.sleep(0.02)
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def test_what_ends_later_is_started_again_and_said(servers: Settings, tmp_path: Path) -> None:
    """A killed program comes back while the stack is watched, and its end is told with the signal."""
    said: list[str] = []
    program = python("patient", "import time; print('here', flush=True); time.sleep(60)")
    async with Stack(beside(servers, tmp_path), processes=(program,), say=said.append, any_port=True) as stack:
        first = stack._processes[0].child.pid
        await kill_and_await_return(stack, "patient", said)
        assert stack._processes[0].child.pid not in (first, None)
    assert "patient was ended by signal 9" in said[0]
    assert "Starting patient again" in said


async def test_what_keeps_ending_ends_the_stack(
    servers: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restarts are bounded: then the error with the log comes up."""
    monkeypatch.setattr("workers.supervisor._RESTARTS", 2)
    async with Stack(
        beside(servers, tmp_path), processes=(python("doomed", "raise SystemExit('no')"),), any_port=True
    ) as stack:
        with pytest.raises(ChildFailed, match=r"(?s)doomed ended with code 1.*no"):
            await asyncio.wait_for(stack.watch(), 10)


async def test_a_killed_temporal_comes_back_on_its_port(state_dir: Path) -> None:
    """Clients keep their address over a crash of the server."""
    said: list[str] = []
    async with Stack(settings(state_dir), processes=(), say=said.append, any_port=True) as stack:
        await kill_and_await_return(stack, "Temporal", said)
        assert (await Client.connect(stack.temporal_address)).namespace == "default"


async def test_a_default_port_that_is_taken_is_replaced_and_said(servers: Settings, tmp_path: Path) -> None:
    """Nobody has to stop another program for a first look."""
    said: list[str] = []
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", 8000)):
        async with Stack(beside(servers, tmp_path), processes=(), say=said.append) as stack:
            port = stack.environment["API_PORT"]
            assert port != "8000"
            assert stack.api_url.endswith(f":{port}")
            assert said == [f"Port 8000 is taken: The API listens on {port} instead"]


async def test_a_port_that_was_asked_for_and_is_taken_is_an_error(servers: Settings, tmp_path: Path) -> None:
    """A client configured for that port would not find the API elsewhere."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"Port {port} is taken"):
            async with Stack(beside(servers, tmp_path, api_port=port), processes=()):
                pass


async def test_a_folder_that_cannot_be_made_is_named(servers: Settings, tmp_path: Path) -> None:
    """The message names the variable to change."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="STATE_DIR="):
        async with Stack(beside(servers, tmp_path / "file" / "state"), processes=()):
            pass
