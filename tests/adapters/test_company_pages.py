"""Reading a site politely: robots first, few pages, what fails said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from adapters import company_pages
from adapters.call_policy import CallPolicy
from adapters.company_pages import is_own_site, read_company_pages
from adapters.outbound import OutboundClient
from schema.companies import CompanyPage
from schema.errors import OutboundFailed, UnsafeTarget
from tests.adapters.web_server import WebServer, reply

Pages = dict[str, tuple[int, str]]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[WebServer, Pages]]:
    """A site of paths to statuses and bodies, without a pause between calls."""
    monkeypatch.setattr(company_pages, "_POLICY", CallPolicy(every=0.001, seconds=5))
    server, pages = WebServer(), Pages()

    def answer(request: Any) -> None:
        status, body = pages.get(request.path, (404, ""))
        headers = {"Location": "/elsewhere"} if status in (301, 302) else {}
        reply(request, status, body.encode(), Content_Type="text/html; charset=utf-8", **headers)

    server.handle = answer
    yield server, pages
    server.stop()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[OutboundClient]:
    """A client that may call the loopback."""
    async with OutboundClient(["127.0.0.1"]) as client:
        yield client


def links_to(*urls: str) -> Callable[[CompanyPage, int], list[str]]:
    """What a page is said to link to."""
    return lambda page, most: list(urls)[:most]


async def test_the_home_page_and_what_it_links_to_are_read(http: OutboundClient, site: Any) -> None:
    """Robots' rules are asked for first and kept; a page that fails is left out; four pages at most."""
    server, pages = site
    pages["/robots.txt"] = (200, "User-agent: *\nDisallow: /secret")
    pages["/"] = (200, "home")
    pages["/about"] = (200, "about ü")
    links = links_to(*(server.url(path) for path in ("/about", "/gone", "/secret")))
    found = await read_company_pages(http, server.url("/"), links)
    assert [(page.url, page.html) for page in found] == [(server.url("/"), "home"), (server.url("/about"), "about ü")]
    assert server.seen == ["/robots.txt", "/", "/about", "/gone"]


@pytest.mark.parametrize("rules", [(200, "User-agent: vitaeflow\nDisallow: /"), (403, ""), (503, "")])
async def test_a_site_that_does_not_want_to_be_read_is_not(http: OutboundClient, site: Any, rules: Any) -> None:
    """By its rules, or because they may not or cannot be read."""
    server, pages = site
    pages["/robots.txt"], pages["/"] = rules, (200, "home")
    assert await read_company_pages(http, server.url("/"), links_to()) == []
    assert server.seen == ["/robots.txt"]


async def test_a_redirect_elsewhere_is_a_failure(http: OutboundClient, site: Any) -> None:
    """Only the spelling with `www` is tried by hand."""
    server, pages = site
    pages["/"] = (301, "")
    with pytest.raises(OutboundFailed):
        await read_company_pages(http, server.url("/"), links_to())
    assert "/elsewhere" not in server.seen


async def test_private_addresses_are_refused(site: Any) -> None:
    """A feed must not make us read what only this machine sees."""
    server, _ = site
    async with OutboundClient() as strict:
        with pytest.raises(UnsafeTarget):
            await read_company_pages(strict, server.url("/"), links_to())
    assert server.seen == []


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://pipeworks.example/about", True),
        ("https://boards.greenhouse.io/pipeworks", False),
        ("https://www.linkedin.com/company/pipeworks", False),
        ("https://notlinkedin.com", True),
        ("nonsense", False),
    ],
)
def test_pages_about_companies_are_not_their_own(url: str, own: bool) -> None:
    """Boards, hiring systems and networks; a name that only ends alike is another site."""
    assert is_own_site(url) is own
