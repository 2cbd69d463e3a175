"""The schema that is asked for and the leniency with which answers are read."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from adapters.llm.answer import ProfileAnswer, strict_schema
from schema.profile import Analyser, Profile, VitaeflowMeta

ANALYSER = Analyser(kind="model", name="m", version="1")


def _read(answer: dict[str, Any]) -> tuple[Profile, VitaeflowMeta]:
    profile = ProfileAnswer.model_validate({"basics": {"name": "A"}} | answer).to_profile(ANALYSER, [])
    assert profile.meta.vitaeflow is not None
    return profile, profile.meta.vitaeflow


def test_the_schema_is_of_the_strict_dialect() -> None:
    """All properties required, none added, no defaults, references alone: what structured outputs accept."""

    def check(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            assert "default" not in node
            assert "$ref" not in node or len(node) == 1
            for value in node.values():
                check(value)
        elif isinstance(node, list):
            for value in node:
                check(value)

    check(strict_schema(ProfileAnswer))


def test_every_fact_has_a_place_in_the_profile() -> None:
    """No field of the answer is lost on its way: the profile knows each under the same name."""
    whole = {
        "basics": {
            "name": "A",
            "label": "B",
            "location": {"city": "C", "countryCode": "DE"},
            "profiles": [{"url": "u"}],
        },
        "work": [{"name": "W", "position": "P", "startDate": "2020", "endDate": "2021-05", "highlights": ["h"]}],
        "education": [{"institution": "I", "studyType": "S", "area": "X", "endDate": "2019-06-30", "score": "1.3"}],
        "skills": [{"name": "Tools", "keywords": ["Lathe"]}],
        "languages": [{"language": "Greek", "fluency": "C1"}],
        "certificates": [{"name": "Z", "issuer": "Y", "date": "2018"}],
        "projects": [{"name": "Bridge", "description": "D", "keywords": ["steel"]}],
    }
    profile, _ = _read(whole)
    read = profile.to_json_resume()
    for section, value in whole.items():
        if isinstance(value, list):
            assert [
                {key: entry[key] for key in given} for entry, given in zip(read[section], value, strict=True)
            ] == value
    assert read["basics"]["location"] == {"city": "C", "countryCode": "DE"}


def test_null_missing_unknown_and_number_are_taken() -> None:
    """Endpoints without enforced schemas get these wrong; nothing is lost by it."""
    profile, meta = _read(
        {"work": None, "education": [{"score": 1.7, "invented": True}], "skills": [{"keywords": None}]}
    )
    assert profile.work == []
    assert profile.education[0].score == "1.7"
    assert "invented" not in profile.education[0].model_dump()
    assert profile.skills[0].keywords == []
    assert meta.warnings == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [("2021", "2021"), ("2021-03", "2021-03"), ("2021-03-15", "2021-03-15"), ("present", None), ("March 2021", None)],
)
def test_dates_are_partial_iso_or_nothing(said: str, kept: str | None) -> None:
    """Words for "ongoing" and other notations are no dates of the profile."""
    profile, _ = _read({"work": [{"name": "W", "endDate": said}]})
    assert profile.work[0].end_date == kept


@pytest.mark.parametrize("answer", [{}, {"basics": {"name": ""}, "work": []}, {"languages": []}])
def test_an_answer_without_facts_is_none(answer: dict[str, Any]) -> None:
    """An empty profile is a failure of the model, not a person without a past."""
    with pytest.raises(ValidationError, match="no fact"):
        ProfileAnswer.model_validate(answer)


def test_judgements_without_evidence_are_dropped() -> None:
    """A pointer must lead to a value; a judgement that has none left goes, and the profile counts it."""
    _, meta = _read(
        {
            "work": [{"name": "W", "highlights": ["h"], "position": None}],
            "strengths": [
                {"text": "s1", "evidence": ["/work/0/highlights/0", "/work/7/name"]},
                {"text": "s2", "evidence": ["/work/0/position", "/projects"]},
                {"text": "s3", "evidence": []},
            ],
            "weaknesses": [{"text": "w1", "evidence": ["/basics/name"], "advice": "a"}],
            "jobRecommendations": [
                {"title": "t1", "reason": "r", "evidence": ["/work/0"]},
                {"title": "t2", "reason": "r", "evidence": ["work/0", "/strengths/0", "/work/-1", "/work/٠", ""]},
            ],
        }
    )
    assert [(finding.text, finding.evidence) for finding in meta.strengths] == [("s1", ["/work/0/highlights/0"])]
    assert [(finding.text, finding.advice) for finding in meta.weaknesses] == [("w1", "a")]
    assert [role.title for role in meta.job_recommendations] == ["t1"]
    assert meta.warnings == ["3 judgements of the model had no evidence in the profile and were dropped"]
