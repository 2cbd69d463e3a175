"""Temporal is away when somebody asks for something: a clear 503, nothing lost, and a way on."""

from __future__ import annotations

import asyncio
import contextlib
import signal

import httpx
import pytest

from tests.chaos.harness import EMPTY, Servers
from tests.fakes.loopback_server import LoopbackServer, Reply
from tests.world import User, eventually

pytestmark = pytest.mark.chaos


def _problem(answer: httpx.Response) -> dict[str, object]:
    """A 503 as a client gets it."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    body: dict[str, object] = answer.json()
    assert body["code"] == "unavailable"
    return body


async def _send(user: User, key: str) -> httpx.Response:
    """An upload as a careful client makes it."""
    return await user.post(
        "/api/v1/resumes", files={"file": ("a.txt", b"Ana Example\nana@example.com")}, headers={"Idempotency-Key": key}
    )


async def _restart_api(user: User, servers: Servers) -> None:
    """A new API process, which has never seen Temporal."""
    (api,) = (part for name, part in servers.world.parts.items() if name.startswith("api"))
    await api.stop()
    await api.child.start()

    async def serves() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return (await user.get("/healthz")).status_code == 200
        return False

    await eventually(serves)


@pytest.mark.parametrize("restarted", [False, True])
async def test_temporal_is_away(servers: Servers, *, restarted: bool) -> None:
    """Uploads are kept and retryable, tests of channels and triggers of sources say so, and all of it goes on later."""
    user = await servers.world.user()
    hook = LoopbackServer(lambda request: Reply())
    hook.start()
    config = {"url": f"http://127.0.0.1:{hook.port}/hook"}
    channel = (await user.post("/api/v1/channels", json={"kind": "webhook", "name": "mine", "config": config})).json()
    feed = {"kind": "feed", "name": "mine", "location": f"http://127.0.0.1:{hook.port}/jobs.json"}
    source = (await user.post("/api/v1/sources", json=feed)).json()
    parked = (await user.upload(EMPTY, "empty.rtf"))["job_id"]
    await user.wait(parked, "failed")
    await servers.temporal.child.stop(grace=5, stop_signal=signal.SIGKILL)
    if restarted:
        await _restart_api(user, servers)

    first, second, test, *_ = map(
        _problem,
        await asyncio.gather(
            _send(user, "first"),
            _send(user, "second"),
            user.post(f"/api/v1/channels/{channel['id']}/test"),
            user.post(f"/api/v1/sources/{source['id']}/trigger"),
            user.post(f"/api/v1/sources/{source['id']}/pause"),
            user.post(f"/api/v1/analyses/{parked}/retry"),
            user.post(f"/api/v1/analyses/{parked}/cancel"),
        ),
    )
    job_id, repeated = str(first["job_id"]), str(second["job_id"])
    state = await user.analysis(job_id)
    assert (state["status"], state["error"]["code"], state["error"]["retryable"]) == ("failed", "unavailable", True)

    await servers.temporal.start()
    assert (await user.post(f"/api/v1/analyses/{job_id}/retry")).status_code == 202
    await user.wait(job_id)
    again = await _send(user, "second")
    assert (again.status_code, again.json()["job_id"]) == (202, repeated)
    await user.wait(repeated)
    assert (await user.post(f"/api/v1/sources/{source['id']}/trigger")).status_code == 202
    dead = (await user.get(f"/api/v1/deliveries/{test['delivery_id']}")).json()
    assert (dead["status"], dead["last_error"]) == ("dead", "unavailable")
    assert (await user.post(f"/api/v1/deliveries/{dead['id']}/replay")).status_code == 202

    async def sent() -> bool:
        return bool((await user.get(f"/api/v1/deliveries/{dead['id']}")).json()["status"] == "sent")

    await eventually(sent)
    hook.stop()
