"""Profiles against their truth, with values worked out by hand."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from eval.score_parse import score_profile, summarise_by
from eval.tally import FIELDS, summarise

TRUTH: dict[str, Any] = {
    "basics": {
        "name": "Ines Seagrass",
        "email": "ines@kelp.example",
        "phone": "+351210000000",
        "url": "https://ines.example",
        "summary": "Grows kelp by the sea",
        "location": {"city": "Porto"},
        "profiles": [{"network": "GitHub", "username": "ines-s", "url": "https://github.com/ines-s"}],
    },
    "work": [
        {"name": "Kelp & Co", "position": "Head Diver", "startDate": "2020-03", "endDate": "",
         "highlights": ["Led four divers"]},
        {"name": "Cod Harbour", "position": "Deckhand", "startDate": "2016", "endDate": "2020-02",
         "highlights": ["Mended nets"]},
    ],
    "education": [
        {"institution": "Sea School", "studyType": "BSc", "area": "Algae", "startDate": "2012", "endDate": "2015"}
    ],
    "skills": [{"name": "Craft", "keywords": ["diving", "net mending"]}],
    "languages": [{"language": "Portuguese"}, {"language": "English"}],
    "certificates": [{"name": "Rescue Diver"}],
}  # fmt: skip


def changed(**parts: Any) -> dict[str, Any]:
    """The truth with some parts replaced."""
    return deepcopy(TRUTH) | parts


def f1(predicted: object) -> dict[str, float]:
    """Field → F1 of one prediction."""
    return {name: score.f1 for name, score in summarise([score_profile(TRUTH, predicted)]).fields.items()}


def below_one(predicted: object) -> dict[str, float]:
    """The fields that are not perfect."""
    return {name: value for name, value in f1(predicted).items() if value < 1}


def test_a_perfect_prediction_scores_one_in_every_field() -> None:
    """And all fields of the macro average occur."""
    assert f1(TRUTH) == dict.fromkeys(FIELDS, 1.0)


@pytest.mark.parametrize("nothing", [None, {}, [], "text", {"basics": [], "work": {}, "skills": "diving"}])
def test_no_profile_scores_nothing(nothing: object) -> None:
    """Whatever shape it has."""
    assert set(f1(nothing).values()) == {0.0}


def test_a_missing_job_costs_its_five_fields() -> None:
    """One of two entries: recall one half, so two thirds; of the prose, three of five words."""
    assert below_one(changed(work=TRUTH["work"][:1])) == {
        "work_company": 0.6667, "work_title": 0.6667, "work_start": 0.6667, "work_end": 0.6667,
        "work_highlights": 0.75,
    }  # fmt: skip


def test_an_invented_job_costs_precision() -> None:
    """Two of three: 0.8; a field that it leaves out does not count."""
    invented = {"name": "Whale Bank", "position": "Clerk", "startDate": "1999"}
    found = below_one(changed(work=[*TRUTH["work"], invented]))
    assert found == {"work_company": 0.8, "work_title": 0.8, "work_start": 0.8}


def test_jobs_are_paired_by_what_they_say_not_by_their_order() -> None:
    """Newest first or oldest first."""
    assert below_one(changed(work=TRUTH["work"][::-1])) == {}


def test_exchanged_titles_are_wrong_in_both_jobs() -> None:
    """Company and start hold the pairs together."""
    one, two = deepcopy(TRUTH["work"])
    one["position"], two["position"] = two["position"], one["position"]
    assert below_one(changed(work=[one, two])) == {"work_title": 0.0}


@pytest.mark.parametrize(
    ("end", "score"),
    [("present", 1.0), ("heute", 1.0), (None, 1.0), ("2024-01", 0.5)],
)
def test_an_open_end_is_a_value(end: str | None, score: float) -> None:
    """A word for it or nothing says so; a date is wrong."""
    one, two = deepcopy(TRUTH["work"])
    assert f1(changed(work=[one | {"endDate": end}, two]))["work_end"] == score


def test_nothing_beside_no_start_is_no_open_end() -> None:
    """A job without any date says nothing about its end."""
    one, two = deepcopy(TRUTH["work"])
    del one["startDate"]
    found = below_one(changed(work=[one | {"endDate": None}, two]))
    assert found == {"work_start": 0.6667, "work_end": 0.6667}


def test_a_closed_end_that_was_not_seen_is_only_missing() -> None:
    """No date was invented, so precision stays."""
    one, two = deepcopy(TRUTH["work"])
    score = summarise([score_profile(TRUTH, changed(work=[one, two | {"endDate": ""}]))]).fields["work_end"]
    assert (score.precision, score.recall) == (1.0, 0.5)


def test_education_dates_count_together() -> None:
    """One of two is wrong."""
    (course,) = deepcopy(TRUTH["education"])
    assert below_one(changed(education=[course | {"endDate": "2016"}])) == {"edu_dates": 0.5}


def test_links_are_a_set_by_address_or_user_name() -> None:
    """A profile without an address is found by its name; one given twice counts once."""
    basics = TRUTH["basics"]
    same = {"profiles": [{"username": "ines-s"}, {"username": "Ines-S"}], "url": "http://www.ines.example/"}
    assert below_one(changed(basics=basics | same)) == {}
    assert below_one(changed(basics=basics | {"profiles": []})) == {"links": 0.6667}


def test_skills_are_read_from_any_usual_shape() -> None:
    """Plain texts, groups with keywords, and groups that are only a name."""
    mixed = ["diving", {"name": "Net Mending"}, {"name": "Group", "keywords": ["Diving"]}]
    assert below_one(changed(skills=mixed)) == {}
    assert below_one(changed(skills=["diving", "whaling"])) == {"skills": 0.5}


def test_a_location_may_be_a_plain_text() -> None:
    """Other tools write it so."""
    assert below_one(changed(basics=TRUTH["basics"] | {"location": "Porto"})) == {}


def test_groups_are_summarised_apart() -> None:
    """In order of their names."""
    rows = [({"lang": "pt"}, score_profile(TRUTH, TRUTH)), ({"lang": "en"}, score_profile(TRUTH, None))]
    assert [(name, each.macro_f1) for name, each in summarise_by("lang", rows).items()] == [("en", 0.0), ("pt", 1.0)]
