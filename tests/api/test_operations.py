"""For operators: alive, ready, metrics, start and stop."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from adapters.embedded.postgres import EmbeddedPostgres
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.vectors import CHUNKS, ChunkVectors, EdgeCollection
from api.app import check_configuration
from schema.errors import ConfigurationError
from schema.settings import DEFAULT_SECRET, Settings
from tests.api.hosting import hosted_api
from tests.world import User, World, eventually, make_world
from workers.programs import API, WORKER


async def readiness(url: str) -> tuple[int, dict[str, bool]]:
    """Status and body of /readyz."""
    async with httpx.AsyncClient(base_url=url, timeout=15) as http:
        answer = await http.get("/readyz")
    return answer.status_code, answer.json()


async def test_a_running_product_is_alive_and_ready(world: World) -> None:
    """/healthz and /readyz answer 200 without credentials."""
    async with httpx.AsyncClient(base_url=world.urls[0]) as http:
        assert (await http.get("/healthz")).json() == {"status": "ok"}
    assert await readiness(world.urls[0]) == (200, {"ready": True, "postgres": True, "temporal": True})


async def test_readiness_names_a_temporal_that_is_away(own_world: World, own_temporal: EmbeddedTemporal) -> None:
    """503 names it while it is stopped, liveness stays 200, starting is 503 with a reason; then ready again."""
    user = await own_world.user()
    feed = {"kind": "feed", "name": "mine", "location": "https://feed.example"}
    source = (await user.post("/api/v1/sources", json=feed)).json()
    await own_temporal.stop()
    try:
        assert await readiness(own_world.urls[0]) == (503, {"ready": False, "postgres": True, "temporal": False})
        assert (await user.get("/healthz")).status_code == 200
        refused = await user.post("/api/v1/resumes", files={"file": ("cv.txt", b"Ana\nEngineer")})
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert "Temporal" in refused.json()["detail"]
        assert refused.json()["job_id"]
        assert (await user.post(f"/api/v1/sources/{source['id']}/trigger")).status_code == 503
        logged = "".join(log.read_text() for log in own_world.state_dir.glob("api*.log"))
        assert re.search(r'"status": "UNAVAILABLE".*"event": "dependency away"', logged)
    finally:
        await own_temporal.start()

    async def ready() -> bool:
        return (await readiness(own_world.urls[0]))[0] == 200

    await eventually(ready)


async def test_readiness_names_a_postgres_that_is_away(temporal: str, session_dir: Path) -> None:
    """503 names it, requests answer 503 as problems, and all goes on when it is back."""
    server = EmbeddedPostgres(session_dir / "api-pg")
    await server.start()
    try:
        async with await make_world(server.dsn, temporal, session_dir) as world, hosted_api(world) as url:
            user = await world.user()
            await server.stop()
            assert await readiness(url) == (503, {"ready": False, "postgres": False, "temporal": True})
            answer = await user.get("/api/v1/resumes")
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            await server.start()

            async def ready() -> bool:
                return (await readiness(url))[0] == 200

            await eventually(ready)
            assert (await user.get("/api/v1/resumes")).status_code == 200
    finally:
        await server.stop()


async def test_metrics_count_requests_by_route(world: World, user: User) -> None:
    """Requests, time, sockets and events, by template of the route and without ids."""
    await user.get("/api/v1/analyses/0199c2f4-c0de-7abc-8def-0123456789ab")
    async with user.listen() as listener:
        await user.upload()
        await listener.until("completed")
        text = (await user.get("/metrics")).text
    assert re.search(
        r'^vitaeflow_http_requests_total\{method="GET",route="/api/v1/analyses/\{job_id\}",status="404"\} [1-9]',
        text,
        re.MULTILINE,
    )
    assert re.search(
        r'^vitaeflow_http_request_seconds_bucket\{le="0.1",method="POST",route="/api/v1/resumes"\}', text, re.MULTILINE
    )
    assert re.search(r'^vitaeflow_events_pushed_total\{kind="job_status"\} [1-9]', text, re.MULTILINE)
    assert re.search(r"^vitaeflow_websockets [1-9]", text, re.MULTILINE)
    assert "vitaeflow_http_requests_in_flight" in text
    assert "0199c2f4" not in text
    assert user.id not in text


@pytest.mark.parametrize("secret", [DEFAULT_SECRET, "short"])
async def test_start_up_refuses_a_secret_that_can_be_guessed(secret: str, world: World) -> None:
    """Outside the demo the process ends with 1, and says which variable to set and how."""
    environment = {**world.environment, "JWT_SECRET": secret}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api", env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, stderr = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    line = json.loads(stderr.splitlines()[-1])
    assert line["code"] == "configuration"
    assert "JWT_SECRET" in line["detail"]
    assert "openssl rand" in line["detail"]
    assert b"Traceback" not in stderr


def test_the_demo_may_use_the_default_secret() -> None:
    """ENVIRONMENT=demo starts without one; a database is always needed."""
    demo = Settings(_env_file=None, environment="demo", database_url="postgresql://x")
    assert demo.jwt_secret.get_secret_value() == DEFAULT_SECRET
    check_configuration(demo)
    with pytest.raises(ConfigurationError, match="JWT_SECRET"):
        check_configuration(demo.model_copy(update={"environment": "production"}))
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        check_configuration(demo.model_copy(update={"database_url": None}))


async def test_a_stopping_api_finishes_what_it_began(world: World) -> None:
    """After SIGTERM no new connection is taken; the upload that was under way is stored and answered; exit code 0."""
    part = await world.start(API)
    url = world.urls.pop()
    host, port = url.removeprefix("http://").split(":")
    user = await world.user()
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="cv.txt"\r\n\r\nAna\nEngineer\r\n--b--\r\n'
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /api/v1/resumes HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: {user.headers['authorization']}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body[:50]
    )
    await writer.drain()
    await asyncio.sleep(0.2)
    assert part.child.pid is not None
    os.kill(part.child.pid, signal.SIGTERM)

    async def refuses() -> bool:
        try:
            _, probe = await asyncio.open_connection(host, int(port))
        except OSError:
            return True
        probe.close()
        return False

    await eventually(refuses, seconds=5)
    writer.write(body[50:])
    answer = await asyncio.wait_for(reader.read(-1), 10)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 202 ")
    accepted = json.loads(answer.partition(b"\r\n\r\n")[2])
    await user.wait(accepted["job_id"])
    assert await asyncio.wait_for(part.child.exited(), 10) == 0
    await part.stop()


async def test_vectors_of_what_was_deleted_are_gone(own_world: World) -> None:
    """After a deletion the store holds the vectors of what is left and no others; seen when its worker has stopped."""
    leaving, staying = await own_world.user(), await own_world.user()
    for user in (leaving, staying):
        accepted = await user.upload()
        await user.wait(accepted["job_id"])
    assert (await leaving.delete("/api/v1/me")).status_code == 202
    database = await own_world.database()

    async def erased() -> bool:
        async with database.connection() as connection:
            return not await connection.fetchval("select true from users where id = $1", leaving.id)

    await eventually(erased)
    name = next(name for name in own_world.parts if name.startswith("worker"))
    await own_world.parts.pop(name).stop()
    settings = own_world.settings
    store = ChunkVectors(EdgeCollection(settings.state_dir / "vectors", CHUNKS, settings.embedding_dimensions))
    try:
        assert await store.count(user_id=UUID(leaving.id)) == 0
        assert await store.count(user_id=UUID(staying.id)) > 0
    finally:
        await store.close()
        await own_world.start(WORKER)
