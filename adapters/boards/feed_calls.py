"""Open feeds of many employers: one fixed address each, searched by parameters, read within the feed's own rules."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from adapters.boards.base import parse_json
from adapters.boards.calls import XML, Listing
from adapters.boards.fetching import JSON, address_of, fetched, state_of
from adapters.boards.fields import country_of
from adapters.boards.safe_xml import parse_xml
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient, OutboundResponse
from schema.errors import Unprocessable
from schema.jobs import FetchState, JobLocation, SourceConfig

EVERYTHING = frozenset({"", "*", "all"})
_BETWEEN_PLACES = re.compile(r"\s*[,;/|]\s*|\s+(?:or|and)\s+")
_UNSAID = re.compile(r"^[^\w(]+")
"""Flags and globes before a name."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a feed is and what it can be asked: `path` below `base`, of which `base_url` of a source takes the place.

    `search` is the parameter that the source's location becomes, empty where the feed cannot be searched. `options`
    names the parameter of each option that a source may set. `pages`: how many are read where there are more.
    """

    base: str
    path: str
    policy: CallPolicy
    search: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    pages: int = 1


class FeedCalls:
    """The calls of one fetch. Raises Unprocessable for words or options that the feed does not know."""

    def __init__(self, http: OutboundClient, source: SourceConfig, feed: Feed) -> None:
        self.words = search_words(source)
        if self.words and not feed.search:
            raise Unprocessable(f"A {source.kind} source cannot be searched: its location is `all`.", field="location")
        self._query = {feed.search: self.words} if self.words else {}
        self._query |= {
            feed.options[name]: value for name, value in known_options(source, feed.options, "pages").items()
        }
        self.pages = _pages(source, feed.pages)
        base, self._policy = address_of(source, feed.base, feed.policy)
        # Somebody who mirrors one feed gives its whole address.
        self._address = base if feed.path and base.endswith(feed.path) else base + feed.path
        self._http = http

    async def listing(self, before: FetchState, xml: bool = False) -> Listing | None:
        """The decoded answer of a feed that is one answer; None when it is unchanged."""
        answer = await self._get("", self._query, before, XML if xml else JSON, {})
        if answer.status == 304:
            return None
        decode: Callable[[bytes], Any] = parse_xml if xml else parse_json
        return Listing(await asyncio.to_thread(decode, answer.body), state_of(answer))

    async def get_json(
        self, path: str = "", query: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The decoded JSON of a path below the address, with the search and these parameters beside it."""
        answer = await self._get(path, {**self._query, **(query or {})}, None, JSON, headers or {})
        return await asyncio.to_thread(parse_json, answer.body)

    async def _get(
        self, path: str, query: Mapping[str, object], before: FetchState | None, accept: str, headers: Mapping[str, str]
    ) -> OutboundResponse:
        url = self._address + path + (f"?{urlencode(query)}" if query else "")
        return await fetched(self._http, url, self._policy, conditional=before, accept=accept, headers=headers)


def search_words(source: SourceConfig) -> str:
    """The words to search for; empty for everything. Raises Unprocessable for an address in their place."""
    words = " ".join(source.location.split())
    if re.match(r"https?://", words) or len(words) > _LONGEST:
        raise Unprocessable(
            f"The location of a {source.kind} source is `all` or words to search for. An address of your own goes "
            "into `base_url`.",
            field="location",
        )
    return "" if words.lower() in EVERYTHING else words


def known_options(source: SourceConfig, known: Mapping[str, str], *others: str) -> dict[str, str]:
    """The known options that are set. Raises Unprocessable for one that is neither known nor among the others."""
    names = [*known, *others]
    unknown = sorted(set(source.options) - set(names))
    if unknown:
        raise Unprocessable(
            f"A {source.kind} source has no such option. It knows: {', '.join(sorted(names))}.", field="options"
        )
    return {name: value.strip() for name, value in source.options.items() if name in known and value.strip()}


def _pages(source: SourceConfig, default: int) -> int:
    words = source.options.get("pages", str(default)).strip()
    if not (words.isascii() and words.isdigit() and 1 <= int(words) <= 50):
        raise Unprocessable("The option `pages` is a number from 1 to 50.", field="options.pages")
    return int(words)


def remote_places(labels: Sequence[str]) -> tuple[list[JobLocation], list[str]]:
    """Where the worker of a remote job may live, as places and as countries (ISO 3166-1 alpha-2).

    The countries are known only where every label names one: in `Germany, Europe` the second is the wider. Labels
    stay as places that say `Remote`, for whoever knows what the Europe of a posting is.
    """
    parts = [_UNSAID.sub("", part) for label in labels for part in _apart(label)]
    once = list(dict.fromkeys(filter(None, parts)))[:50]
    codes = [country_of(part) for part in once]
    found = [
        JobLocation(raw=part[:300] if "remote" in part.lower() else f"Remote ({part[:280]})", country=code)
        for part, code in zip(once, codes, strict=True)
    ]
    countries = [code for code in codes if code]
    return found, list(dict.fromkeys(countries)) if len(countries) == len(once) else []


def _apart(label: str) -> list[str]:
    return [label] if country_of(label) else _BETWEEN_PLACES.split(label)
