"""No personal data in Temporal: whole histories are searched for the words of a résumé, also of runs that fail."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.postgres import Database
from tests.adapters.web_server import WebServer, reply
from tests.e2e.faults import readable, refusing, told_by
from tests.e2e.test_jobs import BACKEND
from tests.world import RESUME, User, World, eventually

WORD = re.compile(r"\w{5,}")


@dataclass
class Canary:
    """A résumé with words that nobody else uses."""

    name: str = field(default_factory=lambda: f"Quetzal{secrets.token_hex(4)}")

    @property
    def resume(self) -> str:
        """The text to upload."""
        return RESUME.replace("Zuzana", self.name).replace("zuzana.kovarova@", f"{self.name}@")


# words of the vocabulary of code and configuration that a résumé shares
COMMON = {"python", "postgresql", "skills", "summary", "experience", "education", "languages", "example", "systems",
          "engineer", "backend", "senior", "services", "english", "science", "event", "https"}  # fmt: skip


def assert_silent(told: str, canary: Canary, user: User, *secrets_of_the_user: str) -> None:
    """Nothing of the résumé, the account or its secrets is told."""
    lowered = told.lower()
    words = {word.lower() for word in WORD.findall(canary.resume)} - COMMON
    assert len(words) > 30
    assert {word for word in words if word in lowered} == set()
    for secret in (user.email, "@example.com", *secrets_of_the_user):
        assert secret.lower() not in lowered


async def told_of(world: World, kind: str) -> str:
    """All histories of a kind of workflow."""
    client = await world.temporal()

    async def visible() -> bool:
        return (await client.count_workflows(f"WorkflowType='{kind}'")).count > 0

    await eventually(visible)
    return await told_by(client, f"WorkflowType='{kind}'")


async def test_a_completed_run_tells_nothing(lean: World) -> None:
    """Ids, counts and stages only; and the search does decode payloads."""
    canary, user = Canary(), await lean.user()
    job_id = (await user.upload(canary.resume))["job_id"]
    await user.wait(job_id)
    assert canary.name in json.dumps(await user.profile(job_id))
    told = await told_of(lean, "ResumeAnalysis")
    assert job_id in told
    assert '"calls_model":false' in told
    assert_silent(told, canary, user)
    assert "secret" in readable(json.dumps({"payloads": [{"data": "c2VjcmV0"}]}))


@pytest.mark.parametrize("sqlstate", ["P0001", "53100", "23514"])
async def test_a_database_error_that_quotes_the_row_tells_nothing(lean: World, record: Database, sqlstate: str) -> None:
    """Message and detail of PostgreSQL hold the chunk's text; the history and the API hold neither."""
    canary, user = Canary(), await lean.user()
    async with refusing(record, "chunks", f"new.user_id = '{user.id}'", sqlstate=sqlstate, quote="text"):
        job_id = (await user.upload(canary.resume))["job_id"]
        if sqlstate == "53100":

            async def has_tried() -> bool:
                return bool((await user.analysis(job_id))["stage"] == "chunking")

            await eventually(has_tried)
        else:
            error = (await user.wait(job_id, "failed"))["error"]
            assert canary.name not in json.dumps(error)
    told = await told_of(lean, "ResumeAnalysis")
    assert job_id in told
    assert_silent(told, canary, user)
    await user.delete(f"/api/v1/analyses/{job_id}")


async def test_a_parser_error_tells_nothing(lean: World) -> None:
    """A file whose broken part holds the person's words fails with a named error that does not quote it."""
    canary, user = Canary(), await lean.user()
    broken = b"%PDF-1.4\n1 0 obj\n<< /Title (" + canary.resume.encode() + b") /Type /Catalog >>\nendobj\n%%EOF\n"
    job_id = (await user.upload(broken, f"{canary.name}.pdf"))["job_id"]
    error = (await user.wait(job_id, "failed"))["error"]
    assert error["stage"] == "extracting_text"
    assert canary.name not in json.dumps(error)
    told = await told_of(lean, "ResumeAnalysis")
    assert job_id in told
    assert_silent(told, canary, user)


async def test_matching_and_delivery_tell_nothing(lean: World, server: WebServer, session_dir: Path) -> None:
    """Fan-out and delivery carry ids: no name, no posting's words, no address of a channel with its token."""
    canary, user = Canary(), await lean.user()
    server.handle = lambda request: reply(request, 500, canary.resume.encode())
    token = secrets.token_hex(8)
    channel = {"kind": "webhook", "name": canary.name, "config": {"url": server.url(f"/{token}")}}
    assert (await user.post("/api/v1/channels", json=channel)).status_code == 201
    await user.wait((await user.upload(canary.resume))["job_id"])
    feed = WebServer()
    try:
        feed.handle = lambda request: reply(request, 200, json.dumps([BACKEND]).encode())
        made = await user.post(
            "/api/v1/sources", json={"kind": "feed", "name": canary.name, "location": feed.url(f"/{token}.json")}
        )
        assert made.status_code == 201, made.text

        async def dead() -> bool:
            return bool((await user.get("/api/v1/deliveries?status=dead")).json()["items"])

        await eventually(dead)
    finally:
        feed.stop()
    for kind in ("MatchFanout", "NotifyUser", "SourceRefresh"):
        told = await told_of(lean, kind)
        assert_silent(told, canary, user, token)
        assert "harbourline" not in told.lower()
    await user.delete(f"/api/v1/sources/{made.json()['id']}")
