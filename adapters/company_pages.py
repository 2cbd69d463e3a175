"""A few pages of a company's own site, asked for politely: robots.txt first, one call at a time, few in all."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.companies import CompanyPage
from schema.errors import OutboundFailed, UnsafeTarget

ROBOT = "vitaeflow"
MOST_PAGES = 4
_MOST_BYTES = 1_500_000
_POLICY = CallPolicy(every=1.0, seconds=15.0)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
# Sites that list postings of many companies, or speak about companies instead of being theirs.
_NOT_OWN = (
    "greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "smartrecruiters.com", "recruitee.com", "personio.de",
    "personio.com", "myworkdayjobs.com", "bamboohr.com", "breezy.hr", "rippling.com", "pinpointhq.com",
    "teamtailor.com", "linkedin.com", "indeed.com", "glassdoor.com", "facebook.com", "twitter.com", "x.com",
    "instagram.com", "youtube.com", "wikipedia.org", "remoteok.com", "remotive.com", "arbeitnow.com", "himalayas.app",
    "jobicy.com", "weworkremotely.com", "themuse.com", "usajobs.gov", "adzuna.com", "ycombinator.com",
)  # fmt: skip

FindLinks = Callable[[CompanyPage, int], list[str]]


def is_own_site(url: str) -> bool:
    """False for a page of a job board, a hiring system or a social network."""
    host = (urlsplit(url).hostname or "").lower()
    return bool(host) and not any(host == site or host.endswith(f".{site}") for site in _NOT_OWN)


async def read_company_pages(http: OutboundClient, url: str, find_links: FindLinks) -> list[CompanyPage]:
    """The page at an address and those that `find_links` finds on it, MOST_PAGES in all, as far as robots may.

    Raises: OutboundFailed, UnsafeTarget when the first page cannot be had. A later page that fails is left out.
    """
    first_error: OutboundFailed | UnsafeTarget | None = None
    for address in _spellings(url):
        try:
            return await _read_site(http, address, find_links)
        except (OutboundFailed, UnsafeTarget) as error:
            first_error = first_error or error
            if isinstance(error, OutboundFailed) and error.extra.get("http_status") not in _REDIRECTS:
                break
    assert first_error is not None
    raise first_error


async def _read_site(http: OutboundClient, url: str, find_links: FindLinks) -> list[CompanyPage]:
    robots = await _robots(http, url)
    if not robots.can_fetch(ROBOT, url):
        return []
    home = await _page(http, url)
    if home is None:
        return []
    pages = [home]
    for link in find_links(home, MOST_PAGES - 1):
        if not robots.can_fetch(ROBOT, link):
            continue
        try:
            page = await _page(http, link)
        except OutboundFailed:
            continue
        if page is not None:
            pages.append(page)
    return pages


def _spellings(url: str) -> list[str]:
    """Redirects are not followed, so the usual ones are tried by hand: to https, and with or without `www`."""
    parts = urlsplit(url)._replace(fragment="")
    parts = parts._replace(path=parts.path or "/")
    secure = parts._replace(scheme="https")
    host = parts.netloc
    other = secure._replace(netloc=host[4:] if host.startswith("www.") else f"www.{host}")
    has_name = any(character.isalpha() for character in host)
    return list(dict.fromkeys(each.geturl() for each in (parts, secure, *([other] if has_name else []))))


async def _robots(http: OutboundClient, url: str) -> RobotFileParser:
    """The rules of a site; without a file all is allowed, where it may not be read nothing is."""
    rules = RobotFileParser()
    parts = urlsplit(url)
    answer = await http.get(f"{parts.scheme}://{parts.netloc}/robots.txt", max_bytes=500_000, policy=_POLICY)
    if answer.status == 200:
        rules.parse(answer.body.decode("utf-8", "replace").splitlines())
    elif answer.status in (401, 403) or answer.status >= 500:
        rules.parse(["User-agent: *", "Disallow: /"])
    else:
        rules.parse([])
    return rules


async def _page(http: OutboundClient, url: str) -> CompanyPage | None:
    answer = await http.get(url, headers={"accept": "text/html"}, max_bytes=_MOST_BYTES, policy=_POLICY)
    kind = answer.headers.get("content-type", "")
    if answer.status != 200 or "html" not in kind:
        return None
    named = _CHARSET.search(kind) or _CHARSET.search(answer.body[:1024].decode("ascii", "replace"))
    try:
        text = answer.body.decode(named[1] if named else "utf-8", "replace")
    except LookupError:
        text = answer.body.decode("utf-8", "replace")
    return CompanyPage(url=url, html=text)
