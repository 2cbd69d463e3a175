"""What the fields of each open feed become."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.boards import board_for
from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable
from schema.jobs import FetchState, JobLocation, Posting, Salary
from schema.source_terms import terms_of
from tests.adapters.boards.recorded_feeds import FEEDS, KEYS
from tests.adapters.web_server import WebServer, reply


async def postings(kind: str, server: WebServer, http: OutboundClient) -> list[Posting]:
    """What was recorded, read."""
    return list((await FEEDS[kind].postings(server, http)).values())


async def asked(kind: str, server: WebServer, http: OutboundClient, location: str, **options: str) -> dict[str, str]:
    """The parameters of the first call of a search."""
    FEEDS[kind].serve(server)
    server.seen.clear()
    with pytest.raises(SourceError):
        await FEEDS[kind].fetch(server, http, location=location, options={**FEEDS[kind].options, **options})
    return {name: values[0] for name, values in parse_qs(urlsplit(server.seen[0]).query).items()}


async def test_remoteok(server: WebServer, http: OutboundClient) -> None:
    """The notice is no posting; 0 is no pay; one wide place among the narrow leaves the scope open."""
    chemist, subtitler, bookkeeper = await postings("remoteok", server, http)
    assert (chemist.salary, subtitler.salary) == (
        Salary(minimum=48000, maximum=61000, currency="USD", period="year"),
        None,
    )
    assert bookkeeper.salary is not None
    assert bookkeeper.salary.minimum is None
    assert (chemist.locations, chemist.remote_scope) == ([JobLocation(raw="Remote (Portugal)", country="PT")], ["PT"])
    assert [place.raw for place in subtitler.locations] == ["Remote (Europe)", "Remote (Canada)"]
    assert (subtitler.remote_scope, bookkeeper.locations, bookkeeper.workplace) == ([], [], "remote")
    assert (subtitler.company, subtitler.description) == ("Farsight Titles & Co", "Watch & write.")
    assert "- Spectrometry" in chemist.description
    assert chemist.skills == ["chemistry", "lab", "python"]
    assert (chemist.posted_at, subtitler.posted_at) == ("2026-11-17T08:00:00+00:00", "2026-11-16T03:33:20+00:00")
    assert (await asked("remoteok", server, http, "chemistry")) == {"tag": "chemistry"}


async def test_remotive(server: WebServer, http: OutboundClient) -> None:
    """Pay is words for others to read; the search and its options are parameters."""
    coach, editor, actuary = await postings("remotive", server, http)
    assert coach.salary == Salary(source="parsed", raw="€40k - €46k")
    assert (editor.salary, actuary.salary) == (None, None)
    assert (coach.remote_scope, actuary.remote_scope) == (["DE", "AT"], [])
    assert [each.employment_type for each in (coach, editor, actuary)] == ["full_time", "contract", "unknown"]
    assert (coach.posted_at, actuary.posted_at, coach.department) == ("2026-11-18", None, "Customer Service")
    assert (await asked("remotive", server, http, "choir  lead", category="music")) == {
        "search": "choir lead",
        "category": "music",
    }


async def test_four_calls_a_day(server: WebServer) -> None:
    """Remotive's terms: the fifth call of a day is not made, and nothing waits hours for it."""
    assert terms_of("remotive").least_minutes * 4 >= 24 * 60
    async with OutboundClient([f"127.0.0.1:{server.port}"]) as http:
        FEEDS["remotive"].serve(server)
        moments = iter([hour * 3600.0 for hour in (0, 1, 2, 3, 4, 24, 25)])
        http._paces._clock = lambda: next(moments)
        for _ in range(4):
            await FEEDS["remotive"].fetch(server, http)
        with pytest.raises(SourceError, match="later") as caught:
            await FEEDS["remotive"].fetch(server, http)
        assert caught.value.extra["retry_after"] == 20 * 3600
        await FEEDS["remotive"].fetch(server, http)
    assert len(server.seen) == 5


async def test_arbeitnow(server: WebServer, http: OutboundClient) -> None:
    """The next page is a number at our address, wherever its link leads; German words for hours are known."""
    baker, tester, waiter = await postings("arbeitnow", server, http)
    assert server.seen == ["/api/job-board-api?page=1", "/api/job-board-api?page=2"]
    assert (baker.employment_type, baker.seniority, tester.employment_type) == (
        "full_time",
        "berufserfahren",
        "part_time",
    )
    assert (baker.workplace, tester.workplace) == ("unknown", "remote")
    assert (waiter.posted_at, waiter.department) == ("2026-11-13T20:00:00+00:00", "Gastronomie, Service")
    first = await FEEDS["arbeitnow"].fetch(server, http, options={"pages": "1"})
    assert (len(first.postings), first.complete) == (2, False)


async def test_himalayas(server: WebServer, http: OutboundClient) -> None:
    """The next page begins after as many as came; restrictions are names or objects."""
    setter, modeller, clerk = await postings("himalayas", server, http)
    assert (setter.remote_scope, modeller.remote_scope, clerk.remote_scope) == (["GB", "IE"], ["NO"], [])
    assert setter.salary == Salary(minimum=30000, maximum=36000, currency="GBP", period="year")
    assert clerk.salary == Salary(maximum=25, currency="USD", period="hour")
    assert modeller.salary is None
    assert (modeller.description, modeller.description_complete) == ("Model the tides of…", False)
    assert (modeller.seniority, modeller.employment_type) == ("Senior, Lead", "contract")
    assert (modeller.url, setter.expires_at) == ("https://neap.example/apply", "2026-12-16T05:46:40+00:00")
    await asked("himalayas", server, http, "tides")
    assert server.seen[0].startswith("/jobs/api/search?q=tides&")
    FEEDS["himalayas"].serve(server)
    assert not (await FEEDS["himalayas"].fetch(server, http, options={"pages": "1"})).complete


async def test_jobicy(server: WebServer, http: OutboundClient) -> None:
    """Two generations of pay fields; `Any` is no level and `Anywhere` no country."""
    writer, trainer = await postings("jobicy", server, http)
    assert writer.salary == Salary(minimum=45000, maximum=52000, currency="EUR", period="year")
    assert trainer.salary == Salary(minimum=30, currency="USD", period="hour")
    assert (writer.seniority, trainer.seniority, writer.remote_scope) == ("Senior", None, ["NL"])
    assert (trainer.description_complete, trainer.employment_types) == (False, ["contract", "part_time"])
    assert (writer.department, writer.posted_at) == ("Copywriting & Content", "2026-11-19")
    assert (await asked("jobicy", server, http, "ceramics", geo="france")) == {
        "tag": "ceramics",
        "geo": "france",
        "count": "50",
    }


async def test_weworkremotely(server: WebServer, http: OutboundClient) -> None:
    """The title is company and role, of which the second may hold a colon."""
    kiln, quill = await postings("weworkremotely", server, http)
    assert (kiln.company, kiln.title) == ("Kiln & Co", "Ceramics Lead: Glazes")
    assert kiln.skills == ["Glazing", "Firing", "Colour theory"]
    assert "- Mix glazes" in kiln.description
    assert (kiln.posted_at, kiln.expires_at) == ("2026-11-18T09:00:00+00:00", "2026-12-18T10:00:00+00:00")
    assert [place.raw for place in quill.locations] == ["Remote (USA Only)", "Remote (United States)"]
    assert (quill.employment_type, quill.raw["category"]) == ("contract", ["All Other Remote"])


async def test_entities_of_a_feed_are_not_unfolded(server: WebServer, http: OutboundClient) -> None:
    """A billion laughs are refused unread."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}]><rss><channel><item><title>&a9;</title></item></channel></rss>'
    server.handle = lambda request: reply(request, 200, body.encode())
    with pytest.raises(SourceError):
        await FEEDS["weworkremotely"].fetch(server, http)


async def test_an_item_without_a_company_is_skipped(server: WebServer, http: OutboundClient) -> None:
    """A title without `Company: ` names no employer."""
    body = FEEDS["weworkremotely"].body().replace(b"Quillworks: Archivist", b"Archivist")
    FEEDS["weworkremotely"].serve(server, {"/remote-jobs.rss": body})
    result = await FEEDS["weworkremotely"].fetch(server, http)
    assert result.problems == ["entry 2: its title is not `Company: Role`"]


async def test_themuse(server: WebServer, http: OutboundClient) -> None:
    """Pages to the last that it names."""
    nurse, planner, crane = await postings("themuse", server, http)
    assert server.seen == ["/api/public/jobs?page=0", "/api/public/jobs?page=1"]
    assert (nurse.seniority, nurse.department) == ("Mid Level", "Healthcare")
    assert (nurse.workplace, planner.workplace, crane.url) == ("unknown", "remote", None)
    assert [place.raw for place in planner.locations] == ["Berlin, Germany", "Flexible / Remote"]
    with pytest.raises(Unprocessable, match="cannot be searched"):
        await FEEDS["themuse"].fetch(server, http, location="nurse")


async def test_usajobs(server: WebServer, http: OutboundClient) -> None:
    """The key goes into headers, never into the address."""
    biologist, cataloguer = await postings("usajobs", server, http)
    sent = server.headers[0]
    assert (sent["user-agent"], sent["authorization-key"]) == (KEYS.usajobs_email, KEYS.usajobs_key)
    assert KEYS.usajobs_key not in server.seen[0]
    assert biologist.salary == Salary(minimum=61000, maximum=79000, currency="USD", period="year")
    assert cataloguer.salary == Salary(minimum=21.5, maximum=28, currency="USD", period="hour")
    assert biologist.locations[0] == JobLocation(raw="Astoria, Oregon", city="Astoria", region="Oregon", country="US")
    assert (biologist.workplace, cataloguer.workplace) == ("unknown", "remote")
    assert [section.title for section in biologist.sections] == ["Duties", "Requirements", "Qualifications"]
    assert (biologist.expires_at, cataloguer.expires_at) == ("2026-12-01", None)
    assert biologist.apply_url == "https://www.usajobs.gov/job/830000001?apply"


async def test_adzuna(server: WebServer, http: OutboundClient) -> None:
    """A guess is called one, a beginning of a text too; the country is the one asked for."""
    driver, florist = await postings("adzuna", server, http)
    assert driver.salary == Salary(minimum=38000, maximum=38000, currency="EUR", period="year", source="predicted")
    assert florist.salary == Salary(minimum=26000, maximum=29000, currency="EUR", period="year", source="stated")
    assert not driver.description_complete
    assert (driver.title, driver.employment_type, florist.employment_type) == ("Tram Driver", "full_time", "part_time")
    assert driver.locations == [JobLocation(raw="Bremen, Germany", city="Bremen", region="Bremen", country="DE")]
    assert florist.locations == [JobLocation(raw="Deutschland", country="DE")]
    with pytest.raises(Unprocessable, match="country"):
        await FEEDS["adzuna"].fetch(server, http, options={"country": "xx"})


@pytest.mark.parametrize(("kind", "names"), [("usajobs", "USAJOBS_EMAIL"), ("adzuna", "ADZUNA_APP_KEY")])
async def test_without_a_key_the_settings_are_named(
    kind: str, names: str, server: WebServer, http: OutboundClient
) -> None:
    """Nobody is called."""
    with pytest.raises(Unprocessable, match=names):
        await board_for(kind).fetch(FEEDS[kind].source(server), http, FetchState())
    assert server.seen == []


async def test_keys_are_not_shown() -> None:
    """Neither in a repr nor, by it, in a log."""
    assert "usa-key" not in repr(KEYS)


async def test_hn_hiring(server: WebServer, http: OutboundClient) -> None:
    """The newest thread of employers, its own comments, each by its first line."""
    firmware, cartographer, analyst = await postings("hn_hiring", server, http)
    assert (firmware.company, firmware.title) == ("Gullwing", "Firmware Engineer, Test Engineer")
    assert (firmware.workplace, firmware.employment_type) == ("onsite", "full_time")
    assert [place.raw for place in firmware.locations] == ["Turin, Italy"]
    assert firmware.salary == Salary(source="parsed", raw="€60k - €75k")
    assert firmware.apply_url == "https://gullwing.example"
    assert firmware.url == "https://news.ycombinator.com/item?id=48000101"
    assert "children" not in firmware.raw
    assert (cartographer.title, cartographer.workplace, cartographer.employment_type) == (
        "Cartographer",
        "remote",
        "contract",
    )
    assert (analyst.title, analyst.workplace) == ("Data Analyst or Data Engineer", "hybrid")


async def test_a_search_without_a_thread_is_a_fault(server: WebServer, http: OutboundClient) -> None:
    """Other questions of the same account are not read in its place."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        hits = [{"objectID": "1", "title": "Ask HN: Who wants to be hired?"}]
        reply(request, 200, json.dumps({"hits": hits}).encode())

    server.handle = handle
    with pytest.raises(SourceError, match="no thread"):
        await FEEDS["hn_hiring"].fetch(server, http)
