"""`python -m api`: serve until SIGTERM or Ctrl-C; requests in flight get the grace."""

from __future__ import annotations

import signal
import sys

import structlog
import uvicorn

from adapters.observability import configure_logging
from api.app import check_configuration, create_app
from schema.errors import VitaeflowError
from schema.settings import Settings, get_settings

log = structlog.get_logger()

MAX_MESSAGE_BYTES = 512 * 1024


def server_config(settings: Settings) -> uvicorn.Config:
    """Uvicorn as the product needs it."""
    return uvicorn.Config(
        create_app(settings),
        host=settings.api_host,
        port=settings.api_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        # compression would double the memory of a socket
        ws_per_message_deflate=False,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=settings.ws_ping_seconds,
        ws_ping_timeout=settings.ws_pong_seconds - settings.ws_ping_seconds,
    )


def main() -> int:
    """Exit code 0 after a stop that was asked for, 1 when it cannot start."""
    settings = get_settings()
    configure_logging(settings.log_level)
    try:
        check_configuration(settings)
        server = uvicorn.Server(server_config(settings))
        for number in (signal.SIGTERM, signal.SIGINT):
            # the server handles these while it runs and raises them again when it has stopped: a stop is no failure
            signal.signal(number, lambda *_: None)
        server.run()
    except VitaeflowError as error:
        log.error("api cannot run", code=error.code, detail=error.detail)
        return 1
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
