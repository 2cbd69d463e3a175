"""Record one history of each way a workflow can go, from the real product, into `histories/`.

    .venv/bin/python -m tests.workflows.record

Run it once per released version and keep the files of earlier ones: runs that were started then must still replay.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from temporalio.client import Client, WorkflowHandle

from adapters.embedded.postgres import EmbeddedPostgres
from schema.similar import SearchInput
from schema.temporal_names import DELIVER_DUE_ID, MAIN_QUEUE, analysis_workflow_id
from tests.adapters.web_server import WebServer, reply
from tests.e2e.faults import refusing
from tests.e2e.test_jobs import BACKEND
from tests.fakes.openai_server import ScriptedOpenAI, fails
from tests.world import User, World, eventually, make_world, temporal_server

FOLDER = Path(__file__).parent / "histories"
_OF_A_MACHINE = {"identity", "stackTrace"}


def scrubbed(node: Any) -> Any:
    """A history without what says on which machine it was made."""
    if isinstance(node, dict):
        return {key: scrubbed(value) for key, value in node.items() if key not in _OF_A_MACHINE}
    return [scrubbed(each) for each in node] if isinstance(node, list) else node


class Recorder:
    """Drives one product and keeps histories."""

    def __init__(self, world: World, client: Client, directory: Path) -> None:
        self.world, self.client, self.directory = world, client, directory

    async def keep(self, name: str, workflow_id: str) -> None:
        """Write the history of a run that is known by its id, once it has come to rest."""
        handle: WorkflowHandle[Any, Any] = self.client.get_workflow_handle(workflow_id)
        history = json.loads((await handle.fetch_history()).to_json())
        (FOLDER / f"{name}.json").write_text(json.dumps(scrubbed(history), indent=1) + "\n")
        print(f"{name}: {len(history['events'])} events")  # noqa: T201  run by hand

    async def keep_newest(self, name: str, kind: str) -> None:
        """Write the newest ended history of a kind of workflow."""

        async def ended() -> str | None:
            query = f"WorkflowType='{kind}' and ExecutionStatus='Completed'"
            return next(iter([execution.id async for execution in self.client.list_workflows(query)]), None)

        await self.keep(name, await eventually(ended))

    async def _completed(self, job_id: str) -> None:
        await asyncio.wait_for(self.client.get_workflow_handle(analysis_workflow_id(job_id)).result(), 30)

    async def analyses(self) -> None:
        """Completed; parked and retried; parked and cancelled; erased."""
        user, database = await self.world.user(), await self.world.database()
        job_id = (await user.upload())["job_id"]
        await self._completed(job_id)
        await self.keep("analysis-completed", analysis_workflow_id(job_id))
        for name, ending in (("analysis-parked-retried", "retry"), ("analysis-parked-cancelled", "cancel")):
            async with refusing(database, "chunks", f"new.user_id = '{user.id}'"):
                failing = (await user.upload())["job_id"]
                await user.wait(failing, "failed")
            await user.post(f"/api/v1/analyses/{failing}/{ending}")
            await self._completed(failing)
            await self.keep(name, analysis_workflow_id(failing))
        await user.delete(f"/api/v1/analyses/{job_id}")
        await self.keep_newest("erasure", "Erasure")
        await self.keep_newest("watchdog", "Watchdog")

    async def by_model(self) -> None:
        """Completed, with model calls."""
        user = await self.world.user()
        job_id = (await user.upload())["job_id"]
        await self._completed(job_id)
        await self.keep("analysis-completed-by-model", analysis_workflow_id(job_id))

    async def ranking(self, endpoint: ScriptedOpenAI) -> None:
        """Matches that a model refuses to order, until it is asked again."""
        user, feed = await self.world.user(), WebServer()
        await user.wait((await user.upload())["job_id"])
        await user.patch("/api/v1/me/preferences", json={"threshold": 0})
        others = {**BACKEND, "identifier": "b-2", "title": "Backend Developer", "description": "Requires Go."}
        feed.handle = lambda request: reply(request, 200, json.dumps([BACKEND, others]).encode())
        answering, endpoint.default_chat = endpoint.default_chat, fails(401)
        await user.post("/api/v1/sources", json={"kind": "feed", "name": "r", "location": feed.url()})
        ranking = await self._parked("FAILED_RANKING")
        endpoint.default_chat = answering
        await self.client.get_workflow_handle(ranking).signal("retry")
        await self.client.get_workflow_handle(ranking).result()
        await self.keep("ranking-parked-retried", ranking)
        feed.stop()

    async def matching(self) -> None:
        """A source, a fan-out with a dead letter, a delivery that dies, the replays of both, a new profile."""
        admin, user, database = await self.world.user(), await self.world.user(), await self.world.database()
        await user.wait((await user.upload())["job_id"])
        server = WebServer()
        server.handle = lambda request: reply(request, 503)
        await user.post("/api/v1/channels", json={"kind": "webhook", "name": "r", "config": {"url": server.url()}})
        feed = WebServer()
        feed.handle = lambda request: reply(request, 200, json.dumps([BACKEND]).encode())
        async with refusing(database, "matches", f"new.user_id = '{user.id}'", quote="user_id"):
            await user.post("/api/v1/sources", json={"kind": "feed", "name": "r", "location": feed.url()})
            fanout = await self._parked("FAILED_MATCHING")
        await self.keep_newest("source-refresh", "SourceRefresh")
        await self.client.get_workflow_handle(fanout).signal("retry_failed")
        await self.client.get_workflow_handle(fanout).result()
        await self.keep("fanout-dead-letter-replayed", fanout)
        notify = await self._parked("FAILED_DELIVERY")
        server.handle = lambda request: reply(request, 200)
        await self._replay(user)
        await self.client.get_workflow_handle(notify).result()
        await self.keep("notify-dead-letter-replayed", notify)
        await self.keep("deliver-due", DELIVER_DUE_ID)
        await user.wait((await user.upload())["job_id"])
        await self.keep_newest("changed-profiles", "ChangedProfiles")
        feed.stop()
        server.stop()
        await admin.aclose()

    async def companies(self) -> None:
        """A source whose company has a site of its own."""
        user, site = await self.world.user(), WebServer()
        site.handle = lambda request: reply(request, 200, b"<p>Founded in 1998.</p>", **{"Content-Type": "text/html"})
        organisation = {"@type": "Organization", "name": "Somewhere", "url": site.url("/company")}
        feed = WebServer()
        body = json.dumps([{**BACKEND, "hiringOrganization": organisation}]).encode()
        feed.handle = lambda request: reply(request, 200, body)
        await user.post("/api/v1/sources", json={"kind": "feed", "name": "r", "location": feed.url()})
        await self.keep_newest("company-research", "CompanyResearch")
        feed.stop()
        site.stop()

    async def searching(self) -> None:
        """Postings into the vector store, and one that is like another."""
        admin, feed = await self.world.user(), WebServer()
        feed.handle = lambda request: reply(request, 200, json.dumps([BACKEND]).encode())
        await admin.post("/api/v1/sources", json={"kind": "feed", "name": "r", "location": feed.url()})
        await self.keep_newest("index-jobs", "IndexJobs")
        await self.client.execute_workflow(
            "SearchJobs", SearchInput(user_id=UUID(admin.id)), id="search-recorded", task_queue=MAIN_QUEUE
        )
        await self.keep("search-jobs", "search-recorded")
        feed.stop()

    async def _parked(self, stage: str) -> str:
        async def found() -> str | None:
            query = f"VitaeStage='{stage}'"
            return next(iter([execution.id async for execution in self.client.list_workflows(query)]), None)

        workflow_id: str = await eventually(found)
        return workflow_id

    async def _replay(self, user: User) -> None:
        (dead,) = (await user.get("/api/v1/deliveries?status=dead")).json()["items"]
        await user.post(f"/api/v1/deliveries/{dead['id']}/replay")


@asynccontextmanager
async def product(**environment: str) -> AsyncIterator[Recorder]:
    """A product of its own."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        postgres = EmbeddedPostgres(directory / "pg")
        await postgres.start()
        try:
            async with (
                temporal_server(directory / "t") as server,
                await make_world(postgres.dsn, server.address, directory, **environment) as world,
            ):
                await world.start_all()
                yield Recorder(world, await world.temporal(), directory)
        finally:
            await postgres.stop()


async def main() -> None:
    """All histories."""
    FOLDER.mkdir(exist_ok=True)
    async with product(DELIVERY_ATTEMPTS="2", WATCHDOG_SECONDS="5") as recorder:
        await recorder.matching()
        await recorder.analyses()
        await recorder.companies()
        await recorder.searching()
    with ScriptedOpenAI() as endpoint:
        async with product(OPENAI_BASE_URL=endpoint.base_url, EMBEDDING_DIMENSIONS="64") as recorder:
            await recorder.by_model()
            await recorder.ranking(endpoint)


if __name__ == "__main__":
    asyncio.run(main())
