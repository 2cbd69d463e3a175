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


async def test_parsers_go_with_their_worker(arena: World, crew: Crew) -> None:
    """After SIGKILL of a worker none of its parser processes is left, not even one that is too busy to notice."""
    name = await crew.start()
    worker = psutil.Process(crew.members[name].child.pid)

    async def parsers() -> list[psutil.Process]:
        found = worker.children(recursive=True)
        return found if len(found) >= 3 else []

    children = await eventually(parsers)
    for child in children:
        # as good as inside of a long call: it cannot see its connection close
        child.suspend()
    await crew.kill(name)
    _, alive = await asyncio.to_thread(psutil.wait_procs, children, 5)
    assert not [child for child in alive if child.status() != psutil.STATUS_ZOMBIE]
