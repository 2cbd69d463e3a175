"""Kind `jobspy`: sites that only a scraper reads, by the optional package python-jobspy. `location`: words to search.

Options: `sites` (needed, such as `indeed` or `indeed,google`), `place`, `country`, `results`, `hours`, `remote`.
Columns become ours as `table.py` says.

The package speaks to those sites by itself, past the guarded client: with its own connections and its own pace, and
against the terms of several of them. So nothing of it is here unless the operator installs the extra.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import known_options, search_words
from adapters.boards.table import posting_of
from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable
from schema.jobs import FetchResult, FetchState, SourceConfig

SECONDS = 75.0
SITES = ("linkedin", "indeed", "zip_recruiter", "glassdoor", "google", "bayt", "naukri")
OPTIONS = {
    "sites": "site_name", "place": "location", "country": "country_indeed", "results": "results_wanted",
    "hours": "hours_old", "remote": "is_remote",
}  # fmt: skip
_MOST = {"results": 200, "hours": 24 * 60}

Scrape = Callable[..., Any]
"""`jobspy.scrape_jobs`: keyword arguments in, a DataFrame out."""

# A thread cannot be ended: one that outlives its time keeps its place, so that never more than two are lost.
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="jobspy")


class JobSpyBoard:
    """One search in a thread, within a time limit. `scrape` takes the place of the package."""

    def __init__(self, scrape: Scrape | None = None, seconds: float = SECONDS) -> None:
        self._scrape, self._seconds = scrape, seconds

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`; the search gives the newest only, so nothing counts as gone."""
        arguments = arguments_of(source)
        search = self._scrape or installed()
        running = asyncio.get_running_loop().run_in_executor(_THREADS, lambda: _records(search(**arguments)))
        try:
            rows = await asyncio.wait_for(running, self._seconds)
        except TimeoutError:
            raise SourceError(f"The search did not end within {self._seconds:g} s. Ask for fewer results.") from None
        except Exception as error:
            # the package raises whatever its sites make it raise
            raise SourceError(f"The search failed ({type(error).__name__}); it is tried at the next refresh.") from None
        return await read_rows(rows, posting_of, conditional, FetchState(), complete=False)


def arguments_of(source: SourceConfig) -> dict[str, Any]:
    """What `scrape_jobs` is asked. Raises Unprocessable that names the option to correct."""
    options = known_options(source, OPTIONS)
    sites = [site.strip().lower() for site in options.get("sites", "").split(",") if site.strip()]
    if not sites or not set(sites) <= set(SITES):
        raise Unprocessable(
            f"A jobspy source needs the option `sites`: some of {', '.join(SITES)}.", field="options.sites"
        )
    arguments: dict[str, Any] = {"site_name": sites, "search_term": search_words(source) or None, "verbose": 0}
    for name, value in options.items():
        if name in _MOST:
            if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST[name]):
                raise Unprocessable(
                    f"The option `{name}` is a number from 1 to {_MOST[name]}.", field=f"options.{name}"
                )
            arguments[OPTIONS[name]] = int(value)
        elif name == "remote":
            arguments["is_remote"] = value.lower() in ("true", "1", "yes")
        elif name != "sites":
            arguments[OPTIONS[name]] = value
    return arguments


def installed() -> Scrape:
    """The package's function. Raises Unprocessable that names the extra when it is not installed."""
    try:
        scrape: Scrape = importlib.import_module("jobspy").scrape_jobs
    except ImportError:
        raise Unprocessable(
            "This installation has no JobSpy. The operator adds it with the extra: pip install 'vitaeflow[jobspy]'.",
            field="kind",
        ) from None
    return scrape


def _records(frame: Any) -> list[dict[str, Any]]:
    """The rows of a DataFrame by column name; a search without results gives one without columns."""
    return [dict(row) for row in frame.to_dict("records")]
