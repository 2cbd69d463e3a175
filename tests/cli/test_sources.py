"""`vitaeflow sources`: the service's, and one fetched from here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.sources import app
from schema.jobs import BOARD_KINDS
from schema.settings import get_settings
from tests.adapters.web_server import WebServer, reply
from tests.cli.service import Service

runner = CliRunner(env={"COLUMNS": "250"})
POSTING = {
    "@type": "JobPosting",
    "identifier": "p-1",
    "title": "Cook",
    "description": "<p>Soup and bread.</p>",
    "hiringOrganization": {"name": "Diner"},
    "jobLocation": {"address": {"addressLocality": "Porto", "addressCountry": "PT"}},
}


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Servers of this machine may be asked."""
    monkeypatch.setenv("ALLOW_PRIVATE_TARGETS", "127.0.0.1")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def feed() -> Iterator[WebServer]:
    """A feed with one posting, an entry that is none, and a page below /html."""
    server = WebServer()

    def answer(request: Any) -> None:
        body = b"<html>" if request.path == "/html" else json.dumps([POSTING, {"@type": "JobPosting"}]).encode()
        reply(request, 200, b"[]" if request.path == "/empty" else body, Content_Type="application/json")

    server.handle = answer
    yield server
    server.stop()


def test_a_source_is_tried_without_a_service(feed: WebServer) -> None:
    """Counts, fields, the first titles and what could not be used."""
    done = runner.invoke(app, ["test", "feed", feed.url("/jobs"), "--json"])
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["postings"], found["skipped"], found["titles"], found["problem"]) == (1, 1, ["Cook"], None)
    assert (found["filled"]["location"], found["filled"]["salary"]) == (1, 0)
    assert len(found["skipped_because"]) == 1
    shown = runner.invoke(app, ["test", "feed", feed.url("/jobs")])
    assert "Cook" in shown.stdout
    assert "1 postings, 1 entries that could not be used" in shown.stderr


def test_a_source_without_rows_is_no_success(feed: WebServer) -> None:
    """Zero rows is an alarm, and a page instead of a feed an error with its cause."""
    empty = runner.invoke(app, ["test", "feed", feed.url("/empty")])
    assert empty.exit_code == 1
    assert "lists no postings" in empty.stderr
    page = runner.invoke(app, ["test", "feed", feed.url("/html")])
    assert page.exit_code == 1
    assert "web page instead of JSON" in page.stderr


def test_a_file_is_tried_where_it_is(tmp_path: Path) -> None:
    """Whoever names it may read it; no setting is needed."""
    file = tmp_path / "jobs.json"
    file.write_text(json.dumps([POSTING]))
    assert json.loads(runner.invoke(app, ["test", "file", str(file), "--json"]).stdout)["postings"] == 1


def test_an_option_is_a_pair_and_a_kind_is_one_of_the_list() -> None:
    """Typing errors are said before anything is asked."""
    assert runner.invoke(app, ["test", "feed", "x", "--option", "nothing"]).exit_code == 2
    assert "greenhouse" in runner.invoke(app, ["test", "nonsense", "x"]).stderr
    assert runner.invoke(app, ["kinds"]).stdout.split() == list(BOARD_KINDS)


def test_sources_are_listed_with_their_health(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paused, degraded and why; adding and triggering send what was given."""
    monkeypatch.setenv("VITAEFLOW_API", service.url)
    monkeypatch.setenv("VITAEFLOW_API_KEY", "key-1")
    source = {
        "id": "s1",
        "name": "Diner",
        "kind": "lever",
        "health": "degraded",
        "last_error": "0 rows",
        "last_rows": 7,
    }
    service.items["sources"] = [
        source,
        {**source, "id": "s2", "paused": True, "last_error": None, "warnings": ["no pay"]},
    ]
    listed = runner.invoke(app, ["list"]).stdout
    for part in ("s1", "degraded", "0 rows", "paused", "no pay", "never"):
        assert part in listed
    service.answers |= {"POST /sources": {**source, "interval_seconds": 1800}, "POST /sources/s1/trigger": source}
    assert runner.invoke(app, ["add", "lever", "diner", "--every", "30", "--option", "eu=true"]).exit_code == 0
    assert runner.invoke(app, ["trigger", "s1"]).exit_code == 0
    assert service.sent[0] == (
        "POST /sources",
        {
            "kind": "lever", "location": "diner", "name": "diner", "base_url": None, "options": {"eu": "true"},
            "interval_minutes": 30,
        },
    )  # fmt: skip
    assert service.sent[1][0] == "POST /sources/s1/trigger"
