"""When two postings are one vacancy, and when a posting has changed."""

from __future__ import annotations

from typing import Any

import pytest

from domain.matching.dedupe import content_hash, dedupe_keys, fingerprint, system_key
from schema.jobs import JobLocation, Posting

TEXT = "We restore organs. " * 40


def posting(**changes: Any) -> Posting:
    """One invented posting."""
    whole: dict[str, Any] = {
        "external_id": "o-1",
        "title": "Organ Builder",
        "company": "Pipeworks GmbH",
        "locations": [JobLocation(raw="Porto, PT", city="Porto", country="PT")],
        "description": TEXT,
    }
    return Posting(**(whole | changes))


def lisbon() -> list[JobLocation]:
    """Another city of the same country."""
    return [JobLocation(raw="Lisbon, PT", city="Lisbon", country="PT")]


@pytest.mark.parametrize(
    "same",
    [
        {"external_id": "other", "raw": {"x": 1}, "posted_at": "2026-11-02"},
        {"company": "PIPEWORKS"},
        {"title": "Organ builder (m/f/d)"},
        {"locations": lisbon(), "title": "Organ Builder – Lisbon"},
        {"description": TEXT + "Apply by e-mail."},
    ],
)
def test_one_vacancy_has_one_fingerprint(same: dict[str, Any]) -> None:
    """Ids, legal forms, gender marks, further cities and the end of the text do not make another vacancy."""
    assert fingerprint(posting(**same)) == fingerprint(posting())


@pytest.mark.parametrize(
    "other",
    [
        {"company": "Bellows"},
        {"title": "Organ Tuner"},
        {"description": "We build harps. " + TEXT},
        {"workplace": "remote"},
        {"locations": [JobLocation(raw="Bonn", city="Bonn", country="DE")]},
    ],
)
def test_another_vacancy_has_another_fingerprint(other: dict[str, Any]) -> None:
    """Company and title alone never identify a posting, and each part counts."""
    assert fingerprint(posting(**other)) != fingerprint(posting())


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://boards.greenhouse.io/acme/jobs/4001", "greenhouse:4001"),
        ("https://job-boards.eu.greenhouse.io/acme/jobs/4001?x=1", "greenhouse:4001"),
        ("https://acme.example/careers?gh_jid=4001", "greenhouse:4001"),
        ("https://r.example/go?to=https%3A%2F%2Fboards.greenhouse.io%2Facme%2Fjobs%2F4001", "greenhouse:4001"),
        (
            "https://r.example/?u=https%253A%252F%252Fapply.workable.com%252Facme%252Fj%252FAB12CD34EF",
            "workable:ab12cd34ef",
        ),
        (
            "https://jobs.lever.co/acme/00000000-0000-4000-8000-000000000001/apply",
            "lever:00000000-0000-4000-8000-000000000001",
        ),
        ("https://jobs.smartrecruiters.com/Acme/744000000000001-organ-builder", "smartrecruiters:744000000000001"),
        ("https://acme.example/jobs/4001", None),
        (None, None),
    ],
)
def test_ids_of_hiring_systems_are_found_in_addresses(url: str | None, key: str | None) -> None:
    """Also escaped once or twice inside a redirect."""
    assert system_key(url) == key


def test_the_three_keys_stand_in_order() -> None:
    """The source's id, the hiring system's id, the content."""
    keys = dedupe_keys("src", posting(url="https://boards.greenhouse.io/acme/jobs/7"))
    assert len(keys.fingerprint) == 32
    assert keys == ("src:o-1", "greenhouse:7", fingerprint(posting()))


def test_the_content_hash_sees_what_a_reader_sees() -> None:
    """Any visible change counts; the untouched payload and a renewed date do not."""
    assert content_hash(posting(raw={"noise": 1}, posted_at="2026-11-03")) == content_hash(posting())
    assert content_hash(posting(description=TEXT + "!")) != content_hash(posting())
    assert content_hash(posting(locations=lisbon())) != content_hash(posting())
