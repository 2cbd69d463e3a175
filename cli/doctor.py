"""`vitaeflow doctor`: whether this machine can run the product, line by line, and how to mend what is missing."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import typer
from packaging.requirements import Requirement
from rich.text import Text

from adapters.documents.ocr_engines import installed
from adapters.embedded.ports import TEMPORAL_PORT, TEMPORAL_UI_PORT, is_free
from adapters.embedded.postgres import postgres_binaries
from adapters.embedded.temporal_cli import find_temporal, installed_temporal
from cli.options import Json
from cli.output import ExitCode, emit_json, plain, stdout
from schema.errors import ConfigurationError
from schema.settings import DEFAULT_SECRET, Settings, get_settings

Level = Literal["ok", "warn", "fail"]
_OLDEST_PYTHON = (3, 11)
_COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red"}
_CONNECT_SECONDS = 3.0
_DISK_NEEDED = 500 * 1024 * 1024
_DISK_COMFORTABLE = 2 * 1024 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """What was found in one place; `mend` says how to make a `warn` or `fail` go away."""

    name: str
    level: Level
    detail: str
    mend: str = ""


def doctor(as_json: Json = False) -> None:
    """Check this machine and this configuration; exit code 1 if something would keep the product from running."""
    findings = list(examine(get_settings()))
    if as_json:
        emit_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            _print(finding)
    if any(finding.level == "fail" for finding in findings):
        raise typer.Exit(ExitCode.FAILED)


def examine(settings: Settings) -> Iterator[Finding]:
    """All checks; none changes anything, none fetches anything."""
    yield _python()
    yield _packages()
    yield _postgres(settings)
    yield _temporal(settings)
    yield _go()
    yield from _ports(settings)
    yield _qdrant(settings)
    yield _recognition(settings)
    yield _model(settings)
    yield _secret(settings)
    yield from _state(settings.state_dir.absolute())


def _print(finding: Finding) -> None:
    line = Text.assemble((f"{finding.level:<5}", _COLOURS[finding.level]), f"{finding.name:<14}", plain(finding.detail))
    stdout.print(line, soft_wrap=True)
    if finding.mend:
        stdout.print(Text(f"      → {plain(finding.mend)}", style="dim"), soft_wrap=True)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        return Finding(
            "python", "fail", version, "Make the environment with Python 3.11 or newer: `make setup PYTHON=…`"
        )
    return Finding("python", "ok", version)


def _packages() -> Finding:
    try:
        wanted = [Requirement(text) for text in metadata.requires("vitaeflow") or []]
    except metadata.PackageNotFoundError:
        return Finding("packages", "fail", "vitaeflow is not installed", "Run `make setup`")
    needed = [each for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    wrong = [each.name for each in needed if not _is_satisfied(each)]
    if wrong:
        return Finding("packages", "fail", f"missing or of another version: {', '.join(wrong)}", "Run `make setup`")
    return Finding("packages", "ok", f"{len(needed)} installed as required")


def _is_satisfied(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def _postgres(settings: Settings) -> Finding:
    if settings.database_url:
        # A DSN may name its server in the query, as a folder of sockets: then there is no port to knock at.
        parts = urlsplit(settings.database_url)
        if parts.hostname is None:
            return Finding("postgres", "ok", "DATABASE_URL names a local socket")
        return _reachable("postgres", parts.hostname, parts.port or 5432, "DATABASE_URL")
    try:
        folder, version = postgres_binaries()
    except ConfigurationError as error:
        return Finding("postgres", "fail", "not embedded, DATABASE_URL is empty", error.detail)
    return Finding("postgres", "ok", f"embedded, version {version}, in {folder}")


def _temporal(settings: Settings) -> Finding:
    if settings.temporal_address:
        host, _, port = settings.temporal_address.rpartition(":")
        if not port.isdecimal():
            return Finding("temporal", "fail", "TEMPORAL_ADDRESS is not host:port", "Set it to host:port, or empty it")
        return _reachable("temporal", host, int(port), "TEMPORAL_ADDRESS")
    passed_over: list[str] = []
    try:
        found = find_temporal(settings, passed_over.append) if settings.temporal_cli else None
    except ConfigurationError as error:
        return Finding("temporal", "fail", error.detail, "Set TEMPORAL_CLI to a working binary, or empty it")
    found = found or installed_temporal(passed_over.append)
    if found is not None:
        return Finding("temporal", "ok", f"embedded, {found}")
    detail = "; ".join(["no `temporal` binary on this machine", *passed_over])
    if shutil.which("go"):
        return Finding("temporal", "warn", detail, "The first start downloads or builds it (about three minutes)")
    return Finding(
        "temporal",
        "warn",
        detail,
        "The first start tries to download it; else put it on PATH, install Go, or set TEMPORAL_ADDRESS",
    )


def _go() -> Finding:
    found = shutil.which("go")
    if found:
        return Finding("go", "ok", found)
    return Finding("go", "ok", "not installed; only needed to build Temporal where it cannot be downloaded")


def _ports(settings: Settings) -> Iterator[Finding]:
    asked_for = "api_port" in settings.model_fields_set
    ports = [("port api", settings.api_port, asked_for)]
    if not settings.temporal_address:
        ports += [("port temporal", TEMPORAL_PORT, False), ("port ui", TEMPORAL_UI_PORT, False)]
    for name, port, strict in ports:
        if is_free(port):
            yield Finding(name, "ok", f"{port} is free")
        elif strict:
            yield Finding(name, "fail", f"{port} is taken", "Stop who listens there, or set another API_PORT")
        else:
            yield Finding(
                name, "warn", f"{port} is taken", "Nothing to do: another port is taken at the start and named"
            )


def _qdrant(settings: Settings) -> Finding:
    if not settings.qdrant_url:
        return Finding("qdrant", "ok", "embedded, owned by the worker")
    parts = urlsplit(settings.qdrant_url)
    if parts.hostname is None:
        return Finding("qdrant", "fail", "QDRANT_URL is not an address", "Set it to http://host:6333, or empty it")
    return _reachable("qdrant", parts.hostname, parts.port or 6333, "QDRANT_URL")


def _recognition(settings: Settings) -> Finding:
    engines = installed()
    if not settings.ocr_pages:
        return Finding("ocr", "ok", "switched off: OCR_PAGES is 0, scans and pictures are refused")
    if not engines:
        mend = "Run `make setup`, or install the package with its extra `ocr`, or Tesseract"
        return Finding("ocr", "warn", "no text recognition: scans and pictures are refused", mend)
    return Finding("ocr", "ok", f"{', then '.join(engines)}; up to {settings.ocr_pages} pages of a file")


def _model(settings: Settings) -> Finding:
    if not settings.uses_model:
        return Finding("model", "ok", "no key: the deterministic analyser is used")
    what = "a key is set" if settings.openai_api_key else "no key, a base URL is set"
    return Finding("model", "ok", f"{settings.openai_model}; {what}")


def _secret(settings: Settings) -> Finding:
    secret = settings.jwt_secret.get_secret_value()
    if secret == DEFAULT_SECRET:
        return Finding("secret", "ok", "JWT_SECRET is not set: `up` makes one in the state directory")
    if len(secret) < 32:
        return Finding("secret", "fail", "JWT_SECRET is shorter than 32 characters", "Set a longer one, or empty it")
    return Finding("secret", "ok", "JWT_SECRET is set")


def _state(state_dir: Path) -> Iterator[Finding]:
    existing = next(folder for folder in (state_dir, *state_dir.parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        yield Finding("state", "fail", f"{state_dir} cannot be written", "Set STATE_DIR to a folder of yours")
        return
    yield Finding("state", "ok", str(state_dir))
    free = shutil.disk_usage(existing).free
    detail = f"{free / 1024**3:.1f} GiB free"
    if free < _DISK_NEEDED:
        yield Finding("disk", "fail", detail, "Free at least 0.5 GiB, or set STATE_DIR to another disk")
    elif free < _DISK_COMFORTABLE:
        yield Finding("disk", "warn", detail, "2 GiB leave room for the record and the histories")
    else:
        yield Finding("disk", "ok", detail)


def _reachable(name: str, host: str, port: int, variable: str) -> Finding:
    """Whether something listens there; the variable's value is not printed, it may hold a password."""
    try:
        with socket.create_connection((host, port), timeout=_CONNECT_SECONDS):
            return Finding(name, "ok", f"{variable}: {host}:{port} answers")
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Finding(
            name, "fail", f"{variable}: {host}:{port} does not answer ({why})", f"Start it, or empty {variable}"
        )
