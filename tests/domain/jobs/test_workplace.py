"""Where the work is done and where somebody may live."""

from __future__ import annotations

from typing import Any

import pytest

from domain.jobs.workplace import remote_scope_of, workplace_of
from schema.jobs import JobLocation, Posting


def posting(**fields: Any) -> Posting:
    """One posting."""
    return Posting(**({"external_id": "1", "title": "Tuner", "company": "Pipeworks"} | fields))


def at(raw: str) -> Posting:
    """A posting with one place as words."""
    return posting(locations=[JobLocation(raw=raw)])


@pytest.mark.parametrize(
    ("words", "workplace"),
    [
        ("Remote - Germany", "remote"),
        ("Hybrid - London", "hybrid"),
        ("In-Office, Toronto", "onsite"),
        ("Porto", "unknown"),
        ("This is a fully remote position.", "remote"),
        ("Hybrid, two days a week at home.", "hybrid"),
        ("Télétravail complet", "remote"),
        ("praca zdalna", "remote"),
        ("リモート可", "remote"),
        ("No remote work, sorry.", "unknown"),
    ],
)
def test_words_say_where_the_work_is_done(words: str, workplace: str) -> None:
    """In a place or in the text; what is not said stays unknown."""
    assert workplace_of(at(words)) == workplace
    assert workplace_of(posting(description=words)) == workplace


def test_a_field_says_more_than_words() -> None:
    """A board that says hybrid is believed, whatever the title says."""
    assert workplace_of(posting(title="Tuner (Remote)", workplace="hybrid")) == "hybrid"


def test_long_paragraphs_are_not_about_the_job() -> None:
    """What a company tells of its teams is no offer."""
    story = "Our teams in many countries, some of them remote, " + "have worked together for years and " * 12
    assert workplace_of(posting(description=story)) == "unknown"


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("Remote - Germany", ["DE"]),
        ("Remote (US only)", ["US"]),
        ("Remote (DACH)", ["AT", "CH", "DE"]),
        ("This role is fully remote within the United States or Canada.", ["CA", "US"]),
        ("Remote, but you must be based in Germany, Austria or Switzerland.", ["AT", "CH", "DE"]),
        ("Homeoffice möglich, Wohnsitz in Deutschland erforderlich", ["DE"]),
        ("Télétravail complet, résidence en France", ["FR"]),
        ("Trabajo remoto desde España o Portugal", ["ES", "PT"]),
        ("リモート可（日本在住）", ["JP"]),
        ("100% remote, worldwide", []),
        ("Our remote team is distributed in 12 countries", []),
        ("We have offices in Germany and France. This is a remote position.", []),
    ],
)
def test_words_say_where_one_may_live(words: str, scope: list[str]) -> None:
    """Countries and groups of them; anywhere and nothing are both empty."""
    described = posting(description=words)
    assert remote_scope_of(described, "remote") == scope


def test_the_union_has_its_members() -> None:
    """In a place beside others too, and Europe is larger."""
    union = remote_scope_of(at("Lisbon, Portugal or Remote (EU)"), "remote")
    assert len(union) == 27
    assert {"DE", "PT"} < set(union)
    assert set(union) < set(remote_scope_of(at("Remote, Europe"), "remote"))


def test_fields_and_countries_of_the_posting_count() -> None:
    """A stated scope is kept; a remote posting in a country without a city is for that country; others have none."""
    assert remote_scope_of(posting(remote_scope=["PL"]), "remote") == ["PL"]
    place = JobLocation(raw="Poland", country="PL")
    assert remote_scope_of(posting(locations=[place]), "remote") == ["PL"]
    assert remote_scope_of(posting(locations=[place]), "onsite") == []
