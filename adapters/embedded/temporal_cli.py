"""Finding the Temporal binary: what the machine has, else the SDK's download, else built from the Go module."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from schema.errors import ConfigurationError
from schema.settings import Settings, get_settings

CLI_VERSION = "1.5.1"
_MODULE = f"github.com/temporalio/cli/cmd/temporal@v{CLI_VERSION}"
_OLDEST_SERVER = (1, 29)  # the first with fairness keys
_DOWNLOAD_HOST = "https://temporal.download"
_PROBE_SECONDS = 5.0
_DOWNLOAD_SECONDS = 300.0
_BUILD_SECONDS = 1800.0

Say = Callable[[str], None]


def find_temporal(settings: Settings, say: Say) -> Path:
    """A Temporal binary that can run our server, looked for from the cheapest place to the dearest.

    `TEMPORAL_CLI` → PATH → cache folder and Go's folders → the SDK's own download → `go install` into the cache.
    `say` is told before anything that takes long. Blocks: call it in a thread. Raises ConfigurationError.
    """
    if settings.temporal_cli is not None:
        if (problem := _problem(settings.temporal_cli)) is not None:
            raise ConfigurationError(f"TEMPORAL_CLI={settings.temporal_cli}: {problem}")
        return settings.temporal_cli
    return installed_temporal(say) or _download(say) or _build(say)


def installed_temporal(say: Say) -> Path | None:
    """The first usable binary on this machine; says why one that was found is passed over."""
    for candidate in _candidates():
        if candidate.is_file():
            if (problem := _problem(candidate)) is None:
                return candidate
            say(f"Not using {candidate}: {problem}")
    return None


def cache_dir() -> Path:
    """Where fetched binaries are kept between runs and clones: the user's cache folder."""
    default = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or default) / "vitaeflow" / f"temporal-{CLI_VERSION}"


def _candidates() -> Iterator[Path]:
    if on_path := shutil.which("temporal"):
        yield Path(on_path)
    yield cache_dir() / "temporal"
    if gobin := os.environ.get("GOBIN"):
        yield Path(gobin) / "temporal"
    for gopath in os.environ.get("GOPATH", "").split(os.pathsep):
        if gopath:
            yield Path(gopath) / "bin" / "temporal"
    yield Path.home() / "go" / "bin" / "temporal"


def _problem(binary: Path) -> str | None:
    """Why this binary cannot be used; None if it can."""
    try:
        answer = subprocess.run(  # noqa: S603  asks a binary that we are about to run anyway
            [binary, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"it cannot be run ({type(error).__name__})"
    version = re.search(r"Server (\d+)\.(\d+)", answer.stdout)
    if answer.returncode != 0 or version is None:
        return "it does not say which server it holds"
    if (int(version[1]), int(version[2])) < _OLDEST_SERVER:
        return f"its server {version[1]}.{version[2]} is older than {_OLDEST_SERVER[0]}.{_OLDEST_SERVER[1]}"
    return None


def _download(say: Say) -> Path | None:
    """Let the SDK download the CLI, if its download host answers within seconds; None if not."""
    try:
        httpx.head(_DOWNLOAD_HOST, timeout=_PROBE_SECONDS)
    except httpx.HTTPError as error:
        say(f"The Temporal download does not answer ({type(error).__name__})")
        return None
    say(f"Downloading Temporal {CLI_VERSION} (about 100 MB, once) …")
    cache_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir()) as folder:
        try:
            asyncio.run(asyncio.wait_for(_start_downloaded(folder), _DOWNLOAD_SECONDS))
        except (RuntimeError, TimeoutError) as error:
            say(f"The download failed ({type(error).__name__})")
            return None
        return _keep(next(Path(folder).glob("temporal*")))


async def _start_downloaded(folder: str) -> None:
    """The SDK downloads only in order to start a server; starting it also proves that the binary runs here."""
    # Here, because importing it takes half a second and nearly nobody comes this way.
    from temporalio.testing import WorkflowEnvironment

    environment = await WorkflowEnvironment.start_local(
        download_dest_dir=folder, dev_server_download_version=f"v{CLI_VERSION}"
    )
    await environment.shutdown()


def _build(say: Say) -> Path:
    """Build the CLI from the Go module, its Web UI included."""
    go = shutil.which("go")
    if go is None:
        raise ConfigurationError(
            "There is no Temporal server and no way to get one: set TEMPORAL_ADDRESS to a server of yours, "
            "or put the `temporal` command on PATH, or install Go so that it can be built here"
        )
    say(f"Building Temporal {CLI_VERSION} with Go: about three minutes, once; kept in {cache_dir()} …")
    cache_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir()) as folder:
        try:
            answer = subprocess.run(  # noqa: S603  the Go tool with a pinned module
                [go, "install", _MODULE],
                env={**os.environ, "GOBIN": folder},
                capture_output=True,
                text=True,
                timeout=_BUILD_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ConfigurationError(f"`go install {_MODULE}` took over {_BUILD_SECONDS / 60:.0f} minutes") from error
        if answer.returncode != 0:
            raise ConfigurationError(
                f"`go install {_MODULE}` failed; set TEMPORAL_ADDRESS or put `temporal` on PATH. It said:\n"
                + answer.stderr[-2000:]
            )
        return _keep(Path(folder) / "temporal")


def _keep(binary: Path) -> Path:
    """Move a finished binary to its place in one step: whoever looks meanwhile sees none or a whole one."""
    return binary.replace(cache_dir() / "temporal")


def main() -> None:
    """Print the path of the binary, fetching it first if need be."""
    found = find_temporal(get_settings(), lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201
    sys.stdout.write(f"{found}\n")


if __name__ == "__main__":
    main()
