"""The connection to Temporal, the same for API, worker and command line."""

from __future__ import annotations

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

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
    runtime = None
    if metrics_port is not None:
        metrics = PrometheusConfig(bind_address=f"0.0.0.0:{metrics_port}", durations_as_seconds=True)
        runtime = Runtime(telemetry=TelemetryConfig(metrics=metrics))
    try:
        return await Client.connect(**options, data_converter=pydantic_data_converter, lazy=lazy, runtime=runtime)
    except RuntimeError as error:
        raise Unavailable(
            f"Temporal does not answer at {settings.temporal_address}; check TEMPORAL_ADDRESS and that it runs"
        ) from error
