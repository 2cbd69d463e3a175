"""Other ways in over the API: JSON Resume, LinkedIn's archive, our own exports, pasted text."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from tests.interchange import JSON_RESUME, archive, as_json, linkedin
from tests.world import RESUME, User

RESUMES = "/api/v1/resumes"


async def imported(user: User, content: bytes, filename: str) -> tuple[str, dict[str, Any]]:
    """Upload, wait, and take the profile: job id and profile."""
    accepted = await user.upload(content, filename)
    await user.wait(accepted["job_id"])
    return accepted["job_id"], await user.profile(accepted["job_id"])


async def exported(user: User, job_id: str, fmt: str) -> bytes:
    """An export of a completed analysis."""
    answer = await user.get(f"/api/v1/analyses/{job_id}/export", params={"format": fmt})
    assert answer.status_code == 200, answer.text
    return answer.content


def without_ours(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what we write into `meta`; a `meta` that has nothing else is left out."""
    copy = deepcopy(document)
    meta = copy.pop("meta", {})
    kept = {key: value for key, value in meta.items() if not key.startswith("vitaeflow")}
    return copy | ({"meta": kept} if kept else {})


def said(value: Any) -> Any:
    """A document without what is empty: a table has no row for it."""
    if isinstance(value, dict):
        return {key: inner for key, each in value.items() if (inner := said(each)) not in ({}, [], None)}
    return [said(each) for each in value] if isinstance(value, list) else value


async def test_json_resume_comes_out_as_it_went_in(user: User) -> None:
    """Stored, exported and brought back: equal to the file, unknown and empty keys at every level included."""
    job_id, profile = await imported(user, as_json(JSON_RESUME), "resume.json")
    assert without_ours(profile) == JSON_RESUME
    content = await exported(user, job_id, "json")
    assert without_ours(json.loads(content)) == JSON_RESUME
    again, second = await imported(user, content, "export.json")
    assert without_ours(second) == JSON_RESUME
    assert second["meta"]["vitaeflow"] == profile["meta"]["vitaeflow"]
    assert without_ours(json.loads(await exported(user, again, "json"))) == JSON_RESUME


async def test_an_import_has_evidence_and_judgement_like_any_resume(user: User) -> None:
    """Every value has its quote by method `import`; years are counted to the day the file gives."""
    _, profile = await imported(user, as_json(JSON_RESUME), "resume.json")
    ours = profile["meta"]["vitaeflow"]
    assert ours["analyser"]["kind"] == "import"
    assert ours["evidence"]["/work/0/highlights/0"]["quote"] == "Cut waiting time by 30 %"
    assert {each["method"] for each in ours["evidence"].values()} == {"import"}
    assert ours["as_of"] == "2025-11-20"
    assert ours["years_of_experience"] > 13


async def test_a_csv_export_comes_back(user: User) -> None:
    """Every text of the résumé is there again under its path."""
    job_id, profile = await imported(user, RESUME.encode(), "resume.txt")
    _, again = await imported(user, await exported(user, job_id, "csv"), "export.csv")
    assert said(without_ours(again)) == said(without_ours(profile) | {"meta": {}})


async def test_a_linkedin_archive_becomes_a_profile(user: User) -> None:
    """The upload is listed as what it is, and ends as the person's profile."""
    accepted = await user.upload(linkedin(), "Basic_LinkedInDataExport.zip")
    await user.wait(accepted["job_id"])
    resume = (await user.get(f"{RESUMES}/{accepted['resume_id']}")).json()
    assert resume["media_type"] == "application/zip"
    profile = await user.profile(accepted["job_id"])
    assert profile["basics"]["name"] == "Pia Sandvik"
    assert [job["startDate"] for job in profile["work"]] == ["2019-03", "2012"]


async def test_pasted_text_is_a_resume(user: User) -> None:
    """Text in a JSON body gives a version with a title and a completed analysis."""
    answer = await user.post(f"{RESUMES}/text", json={"text": RESUME, "title": "For the interview"})
    assert answer.status_code == 202, answer.text
    accepted = answer.json()
    await user.wait(accepted["job_id"])
    assert (await user.profile(accepted["job_id"]))["basics"]["email"] == "zuzana.kovarova@example.com"
    resume = (await user.get(f"{RESUMES}/{accepted['resume_id']}")).json()
    assert (resume["filename"], resume["media_type"]) == ("For the interview.txt", "text/plain")


async def test_pasted_json_resume_is_imported(user: User) -> None:
    """What is pasted is told by how it begins, not by its title."""
    answer = await user.post(f"{RESUMES}/text", json={"text": json.dumps(JSON_RESUME), "title": "cv.pdf"})
    assert answer.status_code == 202, answer.text
    await user.wait(answer.json()["job_id"])
    assert without_ours(await user.profile(answer.json()["job_id"])) == JSON_RESUME


async def test_pasted_markdown_is_read_as_such(user: User) -> None:
    """Its headings are headings, and its marks no text."""
    text = "# Ana Quillmark\n\nana@example.com\n\n## Skills\n\n- Python\n- SQL\n"
    answer = await user.post(f"{RESUMES}/text", json={"text": text})
    await user.wait(answer.json()["job_id"])
    profile = await user.profile(answer.json()["job_id"])
    assert (profile["basics"]["name"], profile["skills"][0]["keywords"]) == ("Ana Quillmark", ["Python", "SQL"])


async def test_pasting_follows_the_rules_of_an_upload(user: User) -> None:
    """Not analysed unless wanted, once per key, refused when there is nothing to read."""
    stored = await user.post(f"{RESUMES}/text", json={"text": RESUME, "analyze": False})
    assert (stored.status_code, stored.json()["job_id"]) == (202, None)
    key = {"Idempotency-Key": "k"}
    first = await user.post(f"{RESUMES}/text", json={"text": RESUME}, headers=key)
    assert (await user.post(f"{RESUMES}/text", json={"text": RESUME}, headers=key)).json() == first.json()
    for body, status, code in (
        ({"text": " \n "}, 422, "empty_document"),
        ({"text": ""}, 422, "unprocessable"),
        ({"text": RESUME, "linkedin_url": "https://example.com/in/x"}, 422, "unprocessable"),
        ({"text": "\ud800"}, 422, "unprocessable"),
        ({"title": "no text"}, 422, "unprocessable"),
    ):
        answer = await user.post(
            f"{RESUMES}/text", content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (status, code), body


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"work": "none"}, "work"),
        ({"work": [{"highlights": "private words"}]}, "work.0.highlights"),
        ({"work": [{"startDate": 2019}]}, "work.0.startDate"),
        ({"basics": {"location": []}}, "basics.location"),
        ({"volunteer": [{"highlights": [1]}]}, "volunteer.0.highlights.0"),
        ({"awards": [None]}, "awards.0"),
        ({"meta": [], "skills": [{}]}, "meta"),
    ],
)
async def test_wrong_types_name_their_field(change: dict[str, Any], field: str, user: User) -> None:
    """422 at once, with the path and never the value; nothing is stored."""
    answer = await user.post(RESUMES, files={"file": ("resume.json", as_json(change))})
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert (problem["code"], problem["field"]) == ("invalid_resume_data", field)
    assert field in problem["detail"]
    assert "private" not in answer.text
    assert (await user.get(RESUMES)).json()["items"] == []


async def test_what_only_the_parser_sees_fails_the_analysis(user: User) -> None:
    """A large document is not looked into at the door: its job fails with the same code and path."""
    accepted = await user.upload(as_json({"basics": {"summary": "x" * 1_100_000}, "work": 1}), "resume.json")
    state = await user.wait(accepted["job_id"], "failed")
    assert state["error"]["code"] in ("invalid_resume_data", "document_too_complex")
    accepted = await user.upload(archive({"Profile.csv": "nothing", "Skills.csv": ""}), "export.zip")
    state = await user.wait(accepted["job_id"], "failed")
    assert state["error"]["code"] == "invalid_resume_data"
