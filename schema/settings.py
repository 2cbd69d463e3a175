"""Every environment variable there is: name, default, meaning. `.env` is read too; README has the table.

Names carry no prefix because the well-known ones (DATABASE_URL, TEMPORAL_ADDRESS, OPENAI_API_KEY) have none.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from schema.errors import ConfigurationError


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


CommaList = Annotated[list[str], NoDecode, BeforeValidator(_split)]

DEFAULT_SECRET = "change-me"  # noqa: S105  refused at start-up outside the demo


class Settings(BaseSettings):
    """The whole configuration of API, worker and command line."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    # --- parts ---
    database_url: str | None = Field(None, description="PostgreSQL to use; empty: an embedded one")
    temporal_address: str | None = Field(None, description="Temporal frontend host:port; empty: an embedded one")
    temporal_cli: Path | None = Field(None, description="`temporal` binary to run; empty: found, fetched or built")
    temporal_namespace: str = Field("default", description="Temporal namespace")
    qdrant_url: str | None = Field(None, description="Qdrant server; empty: embedded, owned by one worker")
    qdrant_api_key: SecretStr | None = Field(None, description="key of that Qdrant server")
    state_dir: Path = Field(Path(".vitaeflow"), description="where the embedded parts keep their data")

    # --- accounts ---
    jwt_secret: SecretStr = Field(SecretStr(DEFAULT_SECRET), description="signs access tokens; at least 32 characters")
    access_token_minutes: int = Field(15, ge=1, description="life of an access token")
    refresh_token_days: int = Field(30, ge=1, description="life of a refresh token")
    admin_emails: CommaList = Field([], description="these accounts are admins; else the first one registered")
    login_attempts_per_minute: int = Field(10, ge=1, description="per address and per account")
    requests_per_minute: int = Field(600, ge=1, description="per user")

    # --- API ---
    api_host: str = Field("127.0.0.1", description="address the API listens on")
    api_port: int = Field(8000, description="port the API listens on")
    cors_origins: CommaList = Field([], description="origins that browsers may call from, WebSocket included")
    ws_ping_seconds: float = Field(54, gt=0, description="WebSocket ping interval")
    ws_pong_seconds: float = Field(60, gt=0, description="a WebSocket without a pong for so long is closed")
    shutdown_seconds: int = Field(10, ge=1, description="grace for requests and activities in flight")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="log level")
    environment: Literal["demo", "production"] = Field("production", description="demo allows the default secret")

    # --- résumés and analysis ---
    max_upload_bytes: int = Field(10 * 1024 * 1024, ge=1, description="largest upload")
    one_resume_per_user: bool = Field(False, description="a second résumé answers 409")
    keep_originals: bool = Field(True, description="false: the file is cleared after a successful analysis")
    max_retries: int = Field(5, ge=0, description="manual retries of one analysis")
    retry_window_hours: int = Field(7 * 24, ge=1, description="how long a failed analysis waits for a retry")
    max_concurrent_analyses: int = Field(20, ge=1, description="activities of one kind at once in one worker")
    parser_processes: int = Field(2, ge=1, description="child processes that read documents")
    parser_memory_mb: int = Field(320, ge=64, description="what one file may take beyond a warm child")
    parser_cpu_seconds: int = Field(3, ge=1, description="CPU limit per document")
    parser_wall_seconds: int = Field(30, ge=1, description="wall limit per document")
    ocr_pages: int = Field(8, ge=0, description="pages of one file that text recognition reads; 0: none")
    ocr_memory_mb: int = Field(1024, ge=512, description="what one file may take beyond warm text recognition")
    ocr_seconds: int = Field(45, ge=5, le=50, description="text recognition begins no further page of a file after it")
    ocr_idle_seconds: int = Field(60, ge=1, description="text recognition ends after so long without a picture")

    # --- models ---
    openai_api_key: SecretStr | None = Field(None, description="empty: the deterministic analyser and embedding")
    openai_base_url: str | None = Field(None, description="any OpenAI-compatible endpoint")
    openai_model: str = Field("gpt-4.1-mini", description="model for structured analysis")
    openai_timeout_seconds: float = Field(60, gt=0, description="time-out of one model call")
    embedding_model: str = Field("text-embedding-3-small", description="embedding model")
    embedding_dimensions: int = Field(1536, ge=8, description="length of a vector")
    embedding_batch: int = Field(64, ge=1, description="texts per embedding call")

    model_price_prompt: float | None = Field(None, ge=0, description="dollars a million tokens; empty: list price")
    model_price_answer: float | None = Field(None, ge=0, description="dollars a million tokens; empty: list price")
    ranking_candidates: int = Field(20, ge=0, le=50, description="best matches a model puts in order; 0: none")
    ranking_budget: float = Field(5.0, ge=0, description="dollars a day for ordering matches, for everybody together")
    ranking_budget_per_user: float = Field(0.05, ge=0, description="dollars a day and person for ordering matches")

    # --- jobs and delivery ---
    match_page_users: int = Field(2000, ge=1, description="users per fan-out page")
    allow_private_targets: CommaList = Field([], description="host[:port] that outbound calls may reach though private")
    sources_dir: Path | None = Field(None, description="folder that `file` job sources may be read from; empty: none")
    close_after_misses: int = Field(2, ge=1, description="complete answers without a posting before it counts as gone")
    stale_days: int = Field(45, ge=1, description="a posting that no answer showed for so long is closed")
    repost_days: int = Field(180, ge=0, description="a vacancy that comes back so soon is the same one, not news")
    companies_per_refresh: int = Field(5, ge=0, description="companies looked up after a refresh; 0: none")
    usajobs_email: str | None = Field(None, description="e-mail address that a USAJobs key was given to")
    usajobs_key: SecretStr | None = Field(None, description="free key of `usajobs` sources")
    adzuna_app_id: str | None = Field(None, description="application id of `adzuna` sources")
    adzuna_app_key: SecretStr | None = Field(None, description="free key of `adzuna` sources")
    delivery_attempts: int = Field(5, ge=1, description="tries before a delivery becomes a dead letter")
    delivery_page: int = Field(100, ge=1, description="people told, and messages sent, by one activity")
    channel_failing_hours: int = Field(120, ge=1, description="a channel that failed for so long is switched off")
    smtp_url: SecretStr | None = Field(
        None, description="smtps:// (TLS), smtp:// (STARTTLS) or smtp+plain://user:password@host:port; empty: no e-mail"
    )
    mail_from: str | None = Field(None, description="sender of e-mails, an address or `Name <address>`")
    public_url: str | None = Field(None, description="where browsers reach this API, for links in e-mails")

    # --- operations ---
    watchdog_seconds: int = Field(60, ge=5, description="how often rows without a live workflow are looked for")
    stuck_seconds: int = Field(600, ge=5, description="an analysis without progress for so long is looked at")
    metrics_port: int | None = Field(None, description="port of the worker's own metrics; empty: none")

    @property
    def uses_model(self) -> bool:
        """A key or a base URL is configured: model calls are made."""
        return self.openai_api_key is not None or self.openai_base_url is not None


@lru_cache
def get_settings() -> Settings:
    """The settings of this process; ConfigurationError names every variable that cannot be used, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors())
        raise ConfigurationError(f"These settings cannot be used: {problems}") from None
