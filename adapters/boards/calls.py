"""All calls of one fetch of an applicant tracking system's board: below one base address, with its rules.

A board's list and the pages of its postings stand below that address, so nothing that an answer says can send a call
elsewhere: identifiers are quoted into paths, links in answers are kept as data.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from adapters.boards.base import parse_json
from adapters.boards.fetching import MAX_BYTES, address_of, fetched, judged, state_of
from adapters.boards.jsonld import EntryError
from adapters.boards.safe_xml import parse_xml
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.errors import OutboundFailed, SourceError, Unprocessable
from schema.jobs import FetchState, SourceConfig

XML = "application/rss+xml, application/xml, text/xml"
SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
HOST_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
"""An account that becomes a part of a host name."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a board lives and how it wants to be asked.

    `base` may hold `{account}`; the host of the base is the only one that is called. `every` is the least time between
    two calls to it, `seconds` the limit of one whole call.
    """

    base: str
    account: re.Pattern[str] = SLUG
    every: float = 0.2
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it came, and what a conditional request can send back next time."""

    payload: Any
    state: FetchState


class BoardCalls:
    """The calls of one fetch. Raises Unprocessable for a location that cannot be an account of this board.

    `account` is the validated location, `base` the address without a slash at its end, `company` the employer's name
    where the board's answers have none.
    """

    def __init__(self, http: OutboundClient, source: SourceConfig, site: Site) -> None:
        self.account = source.location.strip()
        if not site.account.fullmatch(self.account):
            raise Unprocessable(
                f"The location of a {source.kind} source is the account's name as it stands in the board's address.",
                field="location",
            )
        default = site.base.format(account=self.account)
        rules = CallPolicy(hosts=(httpx.URL(default).host,), every=site.every, seconds=site.seconds)
        self.base, self._rules = address_of(source, default, rules)
        self.company = source.name.strip() or self.account
        self._http = http

    async def listing(self, path: str, before: FetchState) -> Listing | None:
        """The decoded JSON of a list; None when it is unchanged. Errors as `fetched` and `parse_json`."""
        answer = await fetched(self._http, self.base + path, self._rules, conditional=before)
        if answer.status == 304:
            return None
        return Listing(await asyncio.to_thread(parse_json, answer.body), state_of(answer))

    async def xml_listing(self, path: str, before: FetchState) -> Listing | None:
        """The same for XML: the payload is the root element. Errors as `fetched` and `parse_xml`."""
        answer = await fetched(self._http, self.base + path, self._rules, conditional=before, accept=XML)
        if answer.status == 304:
            return None
        return Listing(await asyncio.to_thread(parse_xml, answer.body), state_of(answer))

    async def get_json(self, path: str) -> Any:
        """The decoded JSON of an address. Errors as `fetched` and `parse_json`."""
        answer = await fetched(self._http, self.base + path, self._rules)
        return await asyncio.to_thread(parse_json, answer.body)

    async def post_json(self, path: str, payload: Mapping[str, Any]) -> Any:
        """The decoded JSON that answers a JSON body. Errors as `judged` and `parse_json`."""
        headers = {"accept": "application/json", "content-type": "application/json"}
        body = json.dumps(payload).encode()
        try:
            answer = await self._http.post(self.base + path, body, headers, MAX_BYTES, self._rules)
        except OutboundFailed as error:
            raise SourceError(error.detail, **error.extra) from None
        return await asyncio.to_thread(parse_json, judged(answer).body)


def path_of(*parts: str) -> str:
    """A path of quoted parts: an identifier stays one part, whatever it holds. Raises EntryError where it cannot."""
    if any(part in (".", "..") for part in parts):
        raise EntryError("its id cannot stand in an address")
    return "".join(f"/{quote(part, safe='')}" for part in parts)
