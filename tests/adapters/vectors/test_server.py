"""The client of a Qdrant server: what it asks for, and what becomes of a server's failures."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.vectors import CHUNKS, JOBS, ChunkVectors, VectorPoint, open_stores
from adapters.vectors.base import StoredPoint
from adapters.vectors.server import ServerCollection
from schema.errors import ConfigurationError, VectorStoreUnavailable
from schema.ids import new_id
from tests.adapters.web_server import WebServer, reply

OWNER = new_id()
POINT = VectorPoint(uuid4(), [1.0, 0.0], OWNER, OWNER, OWNER, 0, "m")


def _store(server: WebServer, key: str | None = None) -> ChunkVectors:
    return ChunkVectors(ServerCollection(server.url(""), key, CHUNKS, 2))


class Script:
    """A server that knows no collection at first and answers every write with success."""

    def __init__(self, server: WebServer) -> None:
        self.calls: list[tuple[str, str, object]] = []
        self.exists = False
        self.upsert_status = 200
        server.http.RequestHandlerClass.do_PUT = server.http.RequestHandlerClass.do_GET  # type: ignore[attr-defined]
        self._server = server
        server.handle = self._answer

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.split("?")[0]
        body = self._server.bodies[-1]
        self.calls.append((request.command, path, json.loads(body) if body else None))
        if path.endswith("/exists"):
            self._say(request, {"exists": self.exists})
        elif path.endswith("/points") and self.upsert_status != 200:
            reply(request, self.upsert_status, b"{}")
        elif path.endswith(("/points", "/index")):
            self._say(request, {"operation_id": 1, "status": "completed"})
        else:
            self.exists = True
            self._say(request, True)

    @staticmethod
    def _say(request: BaseHTTPRequestHandler, result: object) -> None:
        body = json.dumps({"result": result, "status": "ok", "time": 0.0}).encode()
        reply(request, 200, body, Content_Type="application/json")


async def test_the_collection_is_made_once(server: WebServer) -> None:
    """The first use makes a cosine collection with an index per id, the owner's as tenant; the second use does not."""
    script = Script(server)
    store = _store(server)
    await store.upsert([POINT])
    await store.upsert([POINT])
    await store.close()
    (created,) = [body for method, path, body in script.calls if method == "PUT" and path.endswith("chunks-2")]
    assert isinstance(created, dict)
    assert created["vectors"] == {"size": 2, "distance": "Cosine"}
    indexes = [body for _, path, body in script.calls if path.endswith("/index")]
    assert [(body["field_name"], body["field_schema"]["is_tenant"]) for body in indexes if isinstance(body, dict)] == [
        ("user_id", True),
        ("resume_id", False),
        ("job_id", False),
    ]
    assert len([path for _, path, _ in script.calls if path.endswith("/points")]) == 2


async def test_postings_have_a_graph_over_all(server: WebServer) -> None:
    """Searches among postings are for everybody's together with a user's own: no tenants, no graph for each."""
    script = Script(server)
    store = ServerCollection(server.url(""), None, JOBS, 2)
    await store.upsert([StoredPoint(POINT.id, POINT.vector, {})])
    await store.close()
    (created,) = [body for method, path, body in script.calls if method == "PUT" and path.endswith("jobs-2")]
    assert isinstance(created, dict)
    assert not created.get("hnsw_config")
    (index,) = [body for _, path, body in script.calls if path.endswith("/index")]
    assert isinstance(index, dict)
    assert (index["field_name"], index["field_schema"]["is_tenant"]) == ("audience_id", False)


async def test_a_dropped_collection_is_made_again(server: WebServer) -> None:
    """A 404 on a write is a passing failure: the retry makes the collection first."""
    script = Script(server)
    store = _store(server)
    await store.upsert([POINT])
    script.exists, script.upsert_status = False, 404
    with pytest.raises(VectorStoreUnavailable):
        await store.upsert([POINT])
    script.upsert_status = 200
    await store.upsert([POINT])
    await store.close()
    assert len([path for method, path, _ in script.calls if method == "PUT" and path.endswith("chunks-2")]) == 2


@pytest.mark.parametrize(("status", "kind"), [(500, VectorStoreUnavailable), (429, VectorStoreUnavailable)])
async def test_failures_are_named_and_passing(server: WebServer, status: int, kind: type[Exception]) -> None:
    """A failing or busy server is an error that may be retried, without the server's words in it."""
    server.handle = lambda request: reply(request, status, b"secret words", Retry_After="7")
    store = _store(server)
    with pytest.raises(kind) as caught:
        await store.count(user_id=OWNER)
    await store.close()
    assert isinstance(caught.value, VectorStoreUnavailable)
    assert caught.value.retryable
    assert "secret" not in str(caught.value)
    if status == 429:
        assert caught.value.extra["retry_after"] == 7


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
async def test_a_refused_key_is_a_matter_of_configuration(server: WebServer) -> None:
    """401 does not heal by waiting: the error names the variable."""
    server.handle = lambda request: reply(request, 401, b"{}")
    store = _store(server, "wrong-key")
    with pytest.raises(ConfigurationError, match="QDRANT_API_KEY") as caught:
        await store.count(user_id=OWNER)
    await store.close()
    assert "wrong-key" not in str(caught.value)


async def test_no_server_is_a_passing_failure(server: WebServer) -> None:
    """A process starts without its server; the first use then says that it is away."""
    url = server.url("")
    server.http.server_close()
    stores = await open_stores(url=url, api_key=None, path=Path("unused"), chunk_dimensions=2, job_dimensions=2)
    with pytest.raises(VectorStoreUnavailable):
        await stores.chunks.count(user_id=OWNER)
    with pytest.raises(VectorStoreUnavailable):
        await stores.jobs.count(model="m")
    await stores.close()
