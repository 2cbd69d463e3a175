"""One form for postings of all boards."""

from __future__ import annotations

from typing import Any

import pytest

from domain.jobs import canonicalise
from domain.jobs.description import clean_description, is_complete
from domain.matching import job_facts
from schema.jobs import JobLocation, Posting, PostingSection

TEXT = (
    "We restore pipe organs in churches of three countries and look for somebody with patience and good ears.\n"
    "You will travel with a team of four."
)


def posting(**fields: Any) -> Posting:
    """One posting as a board gives it."""
    whole: dict[str, Any] = {"external_id": "1", "title": "Tuner", "company": "Pipeworks", "description": TEXT}
    return Posting(**(whole | fields))


def test_words_fill_what_fields_leave_open() -> None:
    """Place, country, workplace, kind, level, pay and language of a posting that has words only."""
    found = canonicalise(
        posting(
            title="Senior Organ Tuner",
            locations=[JobLocation(raw="Lisbon, Portugal or Remote (EU)")],
            description=TEXT + "\nFull-time\nSalary: 30–36k €",
        )
    )
    assert [(place.city, place.country) for place in found.locations] == [("Lisbon", "PT")]
    assert (found.workplace, len(found.remote_scope)) == ("remote", 27)
    assert (found.employment_type, found.seniority, found.language) == ("full_time", "senior", "en")
    assert found.salary is not None
    assert (found.salary.maximum, found.salary.source) == (36_000, "parsed")
    assert found.description_complete


def test_fields_are_kept() -> None:
    """What a board states is not read again, and its payload is not touched."""
    given = posting(
        workplace="onsite",
        employment_type="contract",
        seniority="Mid-Senior Level",
        language="en-GB",
        description="Remote, full-time.",
        raw={"a": [1]},
    )
    found = canonicalise(given)
    assert (found.workplace, found.employment_types, found.seniority) == ("onsite", ["contract"], "mid")
    assert (found.language, found.raw) == ("en", {"a": [1]})


def test_nothing_is_made_up() -> None:
    """What neither fields nor words say stays unknown."""
    found = canonicalise(posting())
    assert (found.workplace, found.employment_type, found.seniority, found.salary) == ("unknown", "unknown", None, None)
    assert (found.locations, found.remote_scope, found.skills) == ([], [], [])


def test_the_canonical_form_is_its_own() -> None:
    """Twice is as once, sections included."""
    once = canonicalise(
        posting(
            locations=[JobLocation(raw="Köln oder Bonn")],
            sections=[PostingSection(title="Requirements", items=["Tuning by ear", "Polish"])],
        )
    )
    assert canonicalise(once) == once


def test_sections_that_the_text_lacks_are_part_of_it() -> None:
    """Some boards keep requirements apart: they are found all the same."""
    found = canonicalise(posting(sections=[PostingSection(title="Requirements", items=["AutoCAD", "5 years of work"])]))
    assert found.description.endswith("Requirements:\n- AutoCAD\n- 5 years of work")
    facts = job_facts(found)
    assert (list(facts.must), facts.months) == (["AutoCAD"], 60)


def test_a_section_that_the_text_has_stands_once() -> None:
    """Others repeat it."""
    text = TEXT + "\nRequirements:\n- AutoCAD"
    found = canonicalise(posting(description=text, sections=[PostingSection(title="Requirements", items=["AutoCAD"])]))
    assert found.description == text


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        (TEXT, True),
        (TEXT + " We also …", False),
        (TEXT + "\nRead more", False),
        (TEXT + "...", False),
        ("Tuner wanted.", False),
        ("", False),
    ],
)
def test_a_text_that_was_cut_is_marked(text: str, complete: bool) -> None:
    """Scores that rest on it are provisional."""
    assert is_complete(text) is complete
    assert canonicalise(posting(description=text)).description_complete is complete


def test_a_board_that_gives_the_beginning_only_is_believed() -> None:
    """However whole its text looks."""
    assert not canonicalise(posting(description_complete=False)).description_complete


def test_descriptions_are_clean() -> None:
    """Invisible and control characters, odd line ends, runs of blanks and of empty lines go."""
    dirty = "A\u200b  tuner\x07\r\n\r\n\r\n\r\n  with\u00a0ears\u2060 \r\nand\ufeff hands"
    assert clean_description(dirty) == "A tuner\n\nwith ears\nand hands"
