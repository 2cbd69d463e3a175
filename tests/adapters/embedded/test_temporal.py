"""The embedded Temporal server, for real: durable state, search attributes, the settings that make it quick."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from temporalio import workflow
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client, WorkflowExecutionStatus

from adapters.embedded.process import command_line
from adapters.embedded.temporal import DYNAMIC_CONFIG, EmbeddedTemporal
from adapters.embedded.temporal_cli import find_temporal
from schema.errors import ChildFailed
from schema.settings import Settings
from schema.temporal_names import SEARCH_ATTRIBUTES


@pytest.fixture(scope="module")
def binary() -> Path:
    """The real server."""
    return find_temporal(Settings(), print)


@workflow.defn(name="Waiting")
class Waiting:
    """A workflow that nobody works on here."""

    @workflow.run
    async def run(self) -> None:
        """Wait."""


async def test_state_survives_a_stop(binary: Path, tmp_path: Path) -> None:
    """A workflow that was started before a stop still runs after the next start; search attributes are there too."""
    first = EmbeddedTemporal(binary, tmp_path, namespace="mine")
    client = await Client.connect(await first.start(), namespace="mine")
    await client.start_workflow(Waiting.run, id="kept", task_queue="nobody", run_timeout=timedelta(hours=1))
    async with httpx.AsyncClient() as http:
        assert (await http.get(first.ui_url)).status_code == 200
    await first.stop()

    second = EmbeddedTemporal(binary, tmp_path, namespace="mine")
    client = await Client.connect(await second.start(), namespace="mine")
    described = await client.get_workflow_handle("kept").describe()
    assert described.status == WorkflowExecutionStatus.RUNNING
    listed = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="mine"))
    assert set(SEARCH_ATTRIBUTES) <= set(listed.custom_attributes)
    await second.stop()


async def test_a_port_taken_at_the_last_moment_is_replaced(binary: Path, tmp_path: Path) -> None:
    """Between choosing a port and opening it somebody else was quicker: the next free one is used."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = EmbeddedTemporal(binary, tmp_path, port=port)
        address = await server.start()
        assert address != f"127.0.0.1:{port}"
        await asyncio.wait_for(Client.connect(address), 5)
        await server.stop()


async def test_a_server_that_cannot_start_says_why(binary: Path, tmp_path: Path) -> None:
    """The error holds the end of the log; no second attempt is made for something that will not change."""
    (tmp_path / "temporal.db").mkdir()
    with pytest.raises(ChildFailed, match="Temporal ended with code 1") as caught:
        await EmbeddedTemporal(binary, tmp_path).start()
    assert "unable to open database file" in caught.value.detail


async def test_the_polling_limits_are_taken_off(binary: Path, tmp_path: Path) -> None:
    """Every setting reaches the server's command line: without them each activity waits about 100 ms."""
    server = EmbeddedTemporal(binary, tmp_path)
    await server.start()
    assert server.child.pid is not None
    arguments = command_line(server.child.pid).split()
    assert {f"{name}={value}" for name, value in DYNAMIC_CONFIG.items()} <= set(arguments)
    assert {"journal_mode=WAL", "synchronous=NORMAL"} <= set(arguments)
    await server.stop()
