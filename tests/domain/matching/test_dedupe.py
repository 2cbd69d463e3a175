"""When two postings are one vacancy, and when a posting has changed."""

from __future__ import annotations

from typing import Any

import pytest

from domain.matching.dedupe import content_hash, dedupe_keys, fingerprint, same_text, system_key
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
    assert keys[:3] == ("src:o-1", "greenhouse:7", fingerprint(posting()))


def test_the_address_to_apply_at_is_looked_at_first() -> None:
    """An aggregator's own page holds no id, its link to the employer does."""
    apply = "https://pipeworks.jobs.personio.de/job/120?display=en"
    keys = dedupe_keys("src", posting(url="https://jobs.example/p/9", apply_url=apply))
    assert keys.system == "personio:pipeworks.jobs.personio.de/job/120"


def test_a_posting_that_says_nothing_is_like_no_other() -> None:
    """Employer, title and country without a text: an agency has many such."""
    assert (
        dedupe_keys("a", posting(description="")).fingerprint != dedupe_keys("b", posting(description="")).fingerprint
    )


def test_the_group_joins_countries_and_nothing_else() -> None:
    """One vacancy in two countries is shown as one line; another text is another line."""
    abroad = posting(locations=[JobLocation(raw="Bonn", city="Bonn", country="DE")])
    keys = dedupe_keys("a", posting())
    assert dedupe_keys("a", abroad).group == keys.group
    assert dedupe_keys("a", abroad).fingerprint != keys.fingerprint
    assert dedupe_keys("a", posting(description="We build harps. " * 40)).group != keys.group


def test_whole_texts_of_one_source_are_compared() -> None:
    """A few other words are the same vacancy, another half is not, a text that was cut contradicts nothing."""
    words = [f"word{number}" for number in range(60)]
    one = " ".join(words)
    assert same_text(one, " ".join([*words[:58], "other", "street"]))
    assert not same_text(one, " ".join([*words[:30], *(f"more{number}" for number in range(30))]))
    assert same_text(one, "")


def test_the_content_hash_sees_what_a_reader_sees() -> None:
    """Any visible change counts; the untouched payload and a renewed date do not."""
    assert content_hash(posting(raw={"noise": 1}, posted_at="2026-11-03")) == content_hash(posting())
    assert content_hash(posting(description=TEXT + "!")) != content_hash(posting())
    assert content_hash(posting(locations=lisbon())) != content_hash(posting())
