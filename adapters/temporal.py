"""The connection to Temporal, the same for API, worker and command line."""

from __future__ import annotations

import logging
from functools import cache

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

from schema.errors import ConfigurationError, Unavailable
from schema.settings import Settings


async def connect_temporal(settings: Settings, *, lazy: bool = False, metrics_port: int | None = None) -> Client:
    """Connect to TEMPORAL_ADDRESS; TLS and API keys come from Temporal's own TEMPORAL_* variables.

    `lazy` connects at the first call. Raises ConfigurationError without an address, Unavailable without a server.
    """
    if not settings.temporal_address:
        raise ConfigurationError(
            "TEMPORAL_ADDRESS is not set; set it, or run `vitaeflow up`, which brings its own server"
        )
    options = ClientConfig.load_client_connect_config()
    options["target_host"] = settings.temporal_address
    options["namespace"] = settings.temporal_namespace
    runtime = _runtime(metrics_port)
    try:
        return await Client.connect(**options, data_converter=pydantic_data_converter, lazy=lazy, runtime=runtime)
    except RuntimeError as error:
        raise Unavailable(
            f"Temporal does not answer at {settings.temporal_address}; check TEMPORAL_ADDRESS and that it runs"
        ) from error


@cache
def _runtime(metrics_port: int | None) -> Runtime:
    """One per process. The library's own messages go through `logging`, so that they are lines like all others."""
    messages = LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(logger=logging.getLogger("temporalio.core")),
    )
    metrics = None
    if metrics_port is not None:
        metrics = PrometheusConfig(bind_address=f"0.0.0.0:{metrics_port}", durations_as_seconds=True)
    return Runtime(telemetry=TelemetryConfig(logging=messages, metrics=metrics))
