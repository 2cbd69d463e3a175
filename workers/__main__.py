"""`python -m workers`: execute workflows and activities until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import sys

import structlog
import uvloop

from adapters.observability import configure_logging
from adapters.postgres import migrate, open_database
from adapters.temporal import connect_temporal
from schema.errors import ConfigurationError, VitaeflowError
from schema.settings import Settings, get_settings
from workers.assembly import assemble, run_until, serve_vectors
from workers.plugin import keep_what_is_loaded
from workers.schedules import ensure_watchdog

log = structlog.get_logger()


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Open everything, work until `stop`, close everything. The first worker that fails ends the process."""
    if not settings.database_url:
        raise ConfigurationError("DATABASE_URL is not set; set it, or run `vitaeflow up`, which brings its own server")
    await migrate(settings.database_url)
    database = await open_database(settings.database_url)
    try:
        client = await connect_temporal(settings, metrics_port=settings.metrics_port)
        await ensure_watchdog(client, settings)
        async with assemble(settings, client, database) as workers, asyncio.TaskGroup() as group:
            for worker in workers:
                group.create_task(run_until(worker, stop))
            group.create_task(serve_vectors(settings, client, database, stop))
            keep_what_is_loaded()
            log.info("worker ready", queues=[worker.task_queue for worker in workers])
    finally:
        await database.close()


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(settings, stop)
    log.info("worker stopped")


def main() -> int:
    """Exit code 0 after a stop that was asked for, 1 when it cannot start or a part failed."""
    settings = get_settings()
    configure_logging(settings.log_level)
    try:
        uvloop.run(_main(settings))
    except VitaeflowError as error:
        log.error("worker cannot run", code=error.code, detail=error.detail)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
