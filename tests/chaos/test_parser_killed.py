"""A file that kills its parser, and a worker that is killed over its parsers."""

from __future__ import annotations

import asyncio

import psutil
import pytest

from tests.adapters.documents.samples import bomb
from tests.chaos.harness import Crew
from tests.world import World, eventually

pytestmark = pytest.mark.chaos


async def test_a_bomb_fails_only_its_own_analysis(arena: World, crew: Crew) -> None:
    """A file that takes all memory fails with a named error; those beside it complete."""
    user = await arena.user()
    await crew.start(PARSER_MEMORY_MB="192")
    bad, *good = await asyncio.gather(user.upload(bomb(), "bomb.pdf"), *(user.upload() for _ in range(6)))
    state = await user.wait(bad["job_id"], "failed")
    assert state["error"]["code"] == "parser_crashed"
    assert state["error"]["stage"] == "extracting_text"
    await asyncio.gather(*(user.wait(accepted["job_id"]) for accepted in good))


@pytest.mark.parametrize("together", [False, True], ids=["worker", "worker and fork server"])
async def test_parsers_go_with_their_worker(arena: World, crew: Crew, *, together: bool) -> None:
    """After SIGKILL of a worker none of its parser processes is left, not even one that is too busy to notice."""
    name, user = await crew.start(), await arena.user()
    # parsers that have read something have settled in, and asked the kernel to end them
    await asyncio.gather(*[user.wait((await user.upload())["job_id"]) for _ in range(4)])
    worker = psutil.Process(crew.members[name].child.pid)

    async def processes() -> list[psutil.Process]:
        found = worker.children(recursive=True)
        return found if len(found) >= 3 else []

    server, *parsers = await eventually(processes)
    assert {parser.ppid() for parser in parsers} == {server.pid}
    for parser in parsers:
        # as good as inside of a long call: it cannot see its connection close
        parser.suspend()
    if together:
        # nobody is left to end them: only the kernel can
        server.kill()
    await crew.kill(name)
    _, alive = await asyncio.to_thread(psutil.wait_procs, [server, *parsers], 5)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
