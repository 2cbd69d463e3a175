"""`python -m bench.noop_worker`: a worker process for the no-op workflow, configured like the product's."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

import uvloop
from temporalio.client import Client

from adapters.temporal import connect_temporal
from bench.noop import NOOP_DOCUMENTS_QUEUE, NOOP_QUEUE, NOOP_VECTORS_QUEUE, NoopAnalysis, nothing
from schema.analysis import StageInput
from schema.ids import new_id
from schema.settings import Settings, get_settings
from workers.plugin import build_worker, keep_what_is_loaded
from workers.programs import Place, Program
from workflows import options


async def start_noop(client: Client) -> None:
    """Start one no-op workflow as the API starts an analysis, and wait for its end."""
    await client.execute_workflow(
        NoopAnalysis.run,
        StageInput(job_id=(job_id := new_id())),
        id=f"noop-{job_id}",
        task_queue=NOOP_QUEUE,
        task_timeout=options.WORKFLOW_TASK_TIMEOUT,
        priority=options.priority(options.INTERACTIVE, job_id),
    )


async def serve(settings: Settings) -> None:
    """Poll the three queues until killed."""
    client = await connect_temporal(settings)
    workers = [
        build_worker(client, NOOP_QUEUE, settings, workflows=[NoopAnalysis], activities=[nothing]),
        build_worker(
            client, NOOP_DOCUMENTS_QUEUE, settings, activities=[nothing], concurrent=settings.parser_processes * 2
        ),
        build_worker(client, NOOP_VECTORS_QUEUE, settings, activities=[nothing]),
    ]
    keep_what_is_loaded()
    await asyncio.gather(*(worker.run() for worker in workers))


async def _ready(place: Place, since: datetime) -> bool:
    """Answered by the first workflow of the warm-up, which waits for a poller."""
    return True


NOOP_WORKER = Program("noop-worker", (sys.executable, "-m", "bench.noop_worker"), _ready)

if __name__ == "__main__":
    uvloop.run(serve(get_settings()))
