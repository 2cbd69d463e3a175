"""Licences by kind, whatever they are called."""

from __future__ import annotations

import pytest

from domain.matching import job_facts, person_facts
from domain.matching.licences import asks_licence, licence_keys, licence_practised, licences_held, licences_named
from schema.jobs import Posting
from schema.profile import Profile


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Valid nursing licence (RN or equivalent)", "nursing"),
        ("Admission to the bar", "law"),
        ("Zulassung als Rechtsanwältin", "law"),
        ("Führerschein der Klasse C", "driving_heavy"),
        ("Staplerschein von Vorteil", "forklift"),
        ("Permis B", "driving"),
        ("教师资格证", "teaching"),
    ],
)
def test_lines_name_kinds_of_licences(text: str, kind: str) -> None:
    """In several languages, with and without the word for licences."""
    assert f"licence:{kind}" in licences_named(text)
    assert asks_licence(text)


@pytest.mark.parametrize("text", ["Good knowledge of nursing", "A bar with a view", "Drive results"])
def test_lines_without_a_licence_name_none(text: str) -> None:
    """The occupation alone is no licence."""
    assert licences_named(text) == ()
    assert not asks_licence(text)


def test_an_unknown_licence_is_compared_by_its_words() -> None:
    """Diving, say."""
    assert "diving" in licence_keys("Commercial diving licence")


def test_a_greater_licence_stands_for_the_lesser_one_and_not_the_other_way_round() -> None:
    """Who may drive a truck may drive a car."""
    car, truck = "Driving licence", "Driving licence category CE"
    assert set(licence_keys(car)) & set(licences_held(truck))
    assert not set(licence_keys(truck)) & set(licences_held(car))


def who(position: str) -> set[str]:
    """The credentials of somebody with one role."""
    profile = Profile.model_validate({"work": [{"position": position, "startDate": "2020-01"}]})
    return set(person_facts(profile).credentials)


def test_who_practises_has_the_licence() -> None:
    """A nurse shows it by the role, a student of nursing does not; nobody needs one for software."""
    posting = Posting(external_id="1", title="Nurse", company="C", description="Requirements:\n- Nursing licence")
    asked = set(job_facts(posting).licence_words)
    assert who("Staff Nurse") & asked
    assert not who("Student Nurse") & asked
    assert licence_practised("software_engineer") is None
