"""A Temporal development server of our own: durable, with the limits that make it slow by default taken off."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.embedded.ports import free_port
from adapters.embedded.process import Child
from adapters.embedded.temporal_cli import find_temporal
from schema.errors import ChildFailed
from schema.temporal_names import SEARCH_ATTRIBUTES

__all__ = ["EmbeddedTemporal", "find_temporal"]

_HOST = "127.0.0.1"
_ATTEMPTS = 3
_READY_SECONDS = 30.0
_STOP_SECONDS = 10.0
_BIND_SECONDS = 0.1
_RPC_SECONDS = 2.0

DYNAMIC_CONFIG = {
    # At the default of 20 polls a second every activity waits about 100 ms for its transfer task.
    "history.transferProcessorMaxPollRPS": "10000",
    "history.timerProcessorMaxPollRPS": "10000",
    "history.visibilityProcessorMaxPollRPS": "10000",
    # At the default of 1 s every time-out, timer and retry comes up to a second late. One host: no clocks to differ.
    "history.timerProcessorMaxTimeShift": '"50ms"',
    # With four partitions and few slots, tasks stall for seconds in a partition that nobody polls.
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
    # Priority and fairness keys are ignored without it.
    "matching.enableFairness": "true",
}
# Three times as fast as the default journal, and nothing is lost when the process is killed.
SQLITE_PRAGMAS = {"journal_mode": "WAL", "synchronous": "NORMAL"}


class EmbeddedTemporal:
    """One development server whose state is `state_dir/temporal.db`.

    A port of None, or one that is taken by the time the server opens it, is replaced by a free one.
    """

    def __init__(
        self,
        binary: Path,
        state_dir: Path,
        *,
        port: int | None = None,
        ui_port: int | None = None,
        namespace: str = "default",
        log: Path | None = None,
    ) -> None:
        self.namespace = namespace
        self.binary = binary
        self.database = state_dir.absolute() / "temporal.db"
        self.port = port or free_port()
        self.ui_port = ui_port or free_port()
        self._log = log or state_dir.absolute() / "temporal.log"
        self._port_is_known = False
        self.child = self._make_child()

    @property
    def address(self) -> str:
        """`host:port` for clients."""
        return f"{_HOST}:{self.port}"

    @property
    def ui_url(self) -> str:
        """The Web UI."""
        return f"http://{_HOST}:{self.ui_port}"

    async def start(self) -> str:
        """Start and wait until namespace and search attributes are there; the address. Raises ChildFailed."""
        self.database.parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, _ATTEMPTS + 1):
            await self.child.start()
            try:
                await self._wait_until_ready()
                break
            except ChildFailed:
                tail = self.child.tail(200)
                await self.child.stop(grace=1)
                # Once clients know the port, another one is of no use to them.
                if attempt == _ATTEMPTS or self._port_is_known or "address already in use" not in tail:
                    raise
                self.port, self.ui_port = free_port(), free_port()
                self.child = self._make_child()
        self._port_is_known = True
        return self.address

    async def stop(self) -> None:
        """End the server; what it was told is in its database file. Safe to call twice."""
        await self.child.stop(grace=_STOP_SECONDS)

    def _make_child(self) -> Child:
        command = [str(self.binary), "server", "start-dev", "--ip", _HOST, "--log-level", "error", "--color", "never"]
        command += ["--port", str(self.port), "--ui-port", str(self.ui_port), "--db-filename", str(self.database)]
        command += ["--namespace", self.namespace]
        for name, value in DYNAMIC_CONFIG.items():
            command += ["--dynamic-config-value", f"{name}={value}"]
        for name, value in SQLITE_PRAGMAS.items():
            command += ["--sqlite-pragma", f"{name}={value}"]
        for name in SEARCH_ATTRIBUTES:
            command += ["--search-attribute", f"{name}=Keyword"]
        return Child("Temporal", command, log=self._log)

    async def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not await self._is_ready():
            self.child.check()
            if time.monotonic() > deadline:
                raise ChildFailed(
                    f"Temporal did not answer within {_READY_SECONDS:.0f} s. The log is {self.child.log}",
                    child=self.child.name,
                )
            await asyncio.sleep(0.05)
        # Who answered may be another server that was quicker to open the port; ours then ends within moments.
        await asyncio.sleep(_BIND_SECONDS)
        self.child.check()

    async def _is_ready(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(_HOST, self.port)
            writer.close()
            # Bounded: whoever was quicker to open the port may accept and never answer.
            client = await asyncio.wait_for(Client.connect(self.address, namespace=self.namespace), _RPC_SECONDS)
            answer = await client.operator_service.list_search_attributes(
                ListSearchAttributesRequest(namespace=self.namespace), timeout=timedelta(seconds=_RPC_SECONDS)
            )
        except (OSError, RuntimeError, RPCError):
            return False
        return set(SEARCH_ATTRIBUTES) <= set(answer.custom_attributes)
