"""Any page with schema.org JobPosting data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.boards import board_for
from adapters.outbound import OutboundClient
from schema.errors import SourceError, SourceUnknown, UnsafeTarget
from schema.jobs import FetchResult, FetchState, JobLocation, SourceConfig
from tests.adapters.boards.recorded import FIXTURES
from tests.adapters.web_server import WebServer, reply

PAGE = (FIXTURES / "page" / "vacancy.html").read_bytes()


async def read(server: WebServer, http: OutboundClient, state: FetchState | None = None) -> FetchResult:
    """The postings of the server's page."""
    source = SourceConfig(kind="page", location=server.url("/jobs?ref=8e1"))
    return await board_for("page").fetch(source, http, state or FetchState())


def serve(server: WebServer, body: bytes, content_type: str = "text/html") -> None:
    """Answer with this page."""
    server.handle = lambda request: reply(request, 200, body, Content_Type=content_type, ETag='"p1"')


def page_of(*blocks: Any) -> bytes:
    """A page with these data blocks."""
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)
    return f"<html><head>{scripts}</head></html>".encode()


async def test_blocks_of_all_kinds_are_read(server: WebServer, http: OutboundClient) -> None:
    """A graph in a comment, an array with a semicolon, escaped quotes; other data and other scripts are left alone."""
    serve(server, PAGE)
    result = await read(server, http)
    binder, paper, engraver = result.postings
    assert [posting.external_id for posting in result.postings] == ["V-7", "V-8", "V-9"]
    assert (binder.title, binder.description) == ("Relieuse & doreuse", "Relier des\nlivres.")
    assert binder.locations == [JobLocation(raw="Nantes, FR", city="Nantes", country="FR")]
    assert (binder.employment_type, paper.company, engraver.title) == ("part_time", "Atelier Vélin", "Graveur")
    assert result.problems == ["1 blocks of data on the page are not valid JSON"]
    assert result.complete


async def test_an_unchanged_page_costs_a_304(server: WebServer, http: OutboundClient) -> None:
    """The validator is sent back."""
    serve(server, PAGE)
    first = await read(server, http)
    server.handle = lambda request: reply(request, 304)
    assert (await read(server, http, first.state)).not_modified
    assert server.headers[-1]["if-none-match"] == '"p1"'


async def test_a_single_posting_without_an_address_is_where_it_was_read(
    server: WebServer, http: OutboundClient
) -> None:
    """Of several nobody knows which is where."""
    job = {"@type": "JobPosting", "title": "T", "hiringOrganization": "C", "identifier": "1"}
    serve(server, page_of(job))
    assert (await read(server, http)).postings[0].url == server.url("/jobs?ref=8e1")
    serve(server, page_of(job, job | {"identifier": "2"}))
    assert [posting.url for posting in (await read(server, http)).postings] == [None, None]


@pytest.mark.parametrize(
    ("content_type", "meta", "encoding"),
    [
        ("text/html; charset=iso-8859-1", "", "iso-8859-1"),
        ("text/html", '<meta charset="shift_jis">', "shift_jis"),
        ("text/html", "", "utf-8"),
        ("text/html; charset=nonsense", "", "utf-8"),
        ("text/html; charset=ascii", "", "utf-8"),
    ],
)
async def test_letters_survive_the_encoding(
    server: WebServer, http: OutboundClient, content_type: str, meta: str, encoding: str
) -> None:
    """The header's word, then the page's, then UTF-8; a wrong word does not stop the reading."""
    title = "製本" if encoding == "shift_jis" else "Bäcker"
    job = json.dumps({"@type": "JobPosting", "title": title, "hiringOrganization": "C"}, ensure_ascii=False)
    page = f'<html><head>{meta}<script type="application/ld+json">{job}</script></head></html>'
    serve(server, page.encode(encoding), content_type)
    assert (await read(server, http)).postings[0].title == title


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body>No vacancies here</body></html>", "describes no"),
        (b"", "describes no"),
        (page_of({"@type": "Organization"}), "describes no"),
        (b'<script type="application/ld+json">{"@type": "JobPosting", </script>', "broken"),
        (b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>", "broken"),
        (page_of({"@type": "JobPosting"}), "None of the 1"),
    ],
)
async def test_pages_that_cannot_be_used_are_told(
    server: WebServer, http: OutboundClient, body: bytes, words: str
) -> None:
    """No data, other data, broken data, and a posting without a title are different faults."""
    serve(server, body)
    with pytest.raises(SourceError, match=words) as caught:
        await read(server, http)
    assert "8e1" not in str(caught.value)


async def test_a_vanished_page_is_told_apart(server: WebServer, http: OutboundClient) -> None:
    """A filled vacancy's page is often taken down."""
    server.handle = lambda request: reply(request, 410)
    with pytest.raises(SourceUnknown):
        await read(server, http)


async def test_a_large_page_and_a_private_one_are_refused(server: WebServer, http: OutboundClient) -> None:
    """Eight megabytes are no vacancy."""
    serve(server, b"x" * (8 * 1024 * 1024 + 1))
    with pytest.raises(SourceError, match="larger"):
        await read(server, http)
    async with OutboundClient() as strict:
        with pytest.raises(UnsafeTarget):
            await read(server, strict)
