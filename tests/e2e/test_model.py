"""With a key: a scripted endpoint that speaks OpenAI's protocol answers well, badly, slowly or not at all."""

from __future__ import annotations

import asyncio
import copy
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from schema.temporal_names import LLM_QUEUE, analysis_workflow_id
from tests.domain.reading.kinds import OTHERS
from tests.e2e.faults import told_by
from tests.fakes.loopback_server import Reply
from tests.fakes.openai_server import Behaviour, Json, ScriptedOpenAI, answers, fails, rate_limited
from tests.interchange import JSON_RESUME, as_json
from tests.world import RESUME, User, World, make_world, temporal_server
from workers.programs import API, WORKER

ANSWER: Json = {
    "basics": {"name": "Zuzana Kovářová", "label": "Backend Engineer", "email": "zuzana.kovarova@example.com"},
    "work": [
        {
            "name": "Quillpond Systems",
            "position": "Senior Backend Engineer",
            "startDate": "2021-03",
            "highlights": ["Led a team of 4 engineers"],
        }
    ],
    "skills": [{"name": "Programming", "keywords": ["Python", "Fortran"]}],
    "strengths": [{"text": "Has led a team", "evidence": ["/work/0/highlights/0"], "advice": None}],
}
TIMEOUT = 1.5


@pytest.fixture(scope="session")
def endpoint() -> Any:
    """One endpoint for all tests of this file."""
    with ScriptedOpenAI() as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def keyed(postgres: str, session_dir: Path, endpoint: ScriptedOpenAI) -> AsyncIterator[World]:
    """The product with a key."""
    settings = {
        "OPENAI_BASE_URL": endpoint.base_url,
        "OPENAI_API_KEY": "sk-canary-7788",
        "OPENAI_TIMEOUT_SECONDS": str(TIMEOUT),
        "EMBEDDING_DIMENSIONS": "64",
        "EMBEDDING_BATCH": "2",
    }
    async with (
        temporal_server(session_dir / "keyed") as server,
        await make_world(postgres, server.address, session_dir, **settings) as running,
    ):
        await running.start(WORKER)
        await running.start(API)
        yield running


@pytest_asyncio.fixture
async def person(keyed: World, endpoint: ScriptedOpenAI) -> AsyncIterator[User]:
    """An account; the endpoint answers well unless the test says otherwise."""
    endpoint.default_chat = answers(ANSWER)
    endpoint.chat.clear()
    endpoint.embeddings.clear()
    endpoint.requests.clear()
    user = await keyed.user()
    yield user
    await user.aclose()


def slow(seconds: float) -> Behaviour:
    """A good answer, too late."""
    return lambda request: replace(answers(ANSWER)(request), delay=seconds)


async def analysed(user: User, text: str = RESUME) -> dict[str, Any]:
    """Upload, wait, and give the profile."""
    job_id = (await user.upload(text))["job_id"]
    await user.wait(job_id, seconds=40)
    return await user.profile(job_id)


def maker(profile: dict[str, Any]) -> dict[str, Any]:
    """Who made a profile."""
    made: dict[str, Any] = profile["meta"]["vitaeflow"]["analyser"]
    return made


async def test_a_good_answer_is_labelled_and_checked_against_the_text(person: User, endpoint: ScriptedOpenAI) -> None:
    """The model's values stand with evidence; a skill that the text does not hold is dropped."""
    profile = await analysed(person)
    assert maker(profile)["kind"] == "model"
    assert maker(profile).get("fallback_reason") is None
    assert profile["basics"]["name"] == "Zuzana Kovářová"
    keywords = [word for skill in profile["skills"] for word in skill["keywords"]]
    assert "Python" in keywords
    assert "Fortran" not in keywords
    evidence = profile["meta"]["vitaeflow"]["evidence"]
    assert evidence
    (asked,) = endpoint.chats()
    assert "Quillpond Systems" in json.dumps(asked["messages"], ensure_ascii=False)


async def test_an_invented_person_is_not_believed(person: User, endpoint: ScriptedOpenAI) -> None:
    """A name and an employer that stand nowhere in the text do not enter the profile."""
    invented = copy.deepcopy(ANSWER)
    invented["basics"]["name"] = "Barnaby Thistlewood"
    invented["work"][0]["name"] = "Nowhere Industries"
    endpoint.default_chat = answers(invented)
    profile = await analysed(person)
    assert "Thistlewood" not in json.dumps(profile)
    assert "Nowhere Industries" not in json.dumps(profile)


UNUSABLE: dict[str, tuple[Behaviour, str, int]] = {
    "Alvar": (answers("this is no JSON"), "model_malformed", 6),
    "Bertil": (fails(500, "no answer for Bertil"), "model_unavailable", 3),
    "Cyrus": (fails(401, "wrong key sk-canary-7788"), "model_unauthorized", 1),
    "Dagny": (slow(TIMEOUT + 1), "model_unavailable", 3),
    "Esben": (rate_limited(600), "model_rate_limited", 1),
}
"""By first name: what the endpoint does, what the profile says of it, and how often it is asked."""


async def test_without_a_usable_answer_the_rules_stand_in(person: User, endpoint: ScriptedOpenAI) -> None:
    """The analysis completes and says why; what cannot heal in time is asked once, the rest as often as allowed."""

    def by_name(request: Json) -> Reply:
        text = json.dumps(request["messages"], ensure_ascii=False)
        return next(behaviour for name, (behaviour, _, _) in UNUSABLE.items() if name in text)(request)

    endpoint.default_chat = by_name
    profiles = await asyncio.gather(*(analysed(person, RESUME.replace("Zuzana", name)) for name in UNUSABLE))
    for (name, (_, reason, calls)), profile in zip(UNUSABLE.items(), profiles, strict=True):
        assert (maker(profile)["kind"], maker(profile)["fallback_reason"]) == ("rules", reason), name
        assert profile["basics"]["name"] == f"{name} Kovářová"
        assert sum(name in json.dumps(chat, ensure_ascii=False) for chat in endpoint.chats()) == calls, name


async def test_a_wait_that_the_endpoint_asks_for_is_kept(person: User, endpoint: ScriptedOpenAI) -> None:
    """429 with Retry-After, then a good answer: the model's profile, not before the wait."""
    moments: list[float] = []

    def note(behaviour: Behaviour) -> Behaviour:
        def noted(request: Json) -> Reply:
            moments.append(time.monotonic())
            return behaviour(request)

        return noted

    endpoint.chat.append(note(rate_limited(3)))
    endpoint.default_chat = note(answers(ANSWER))
    assert maker(await analysed(person))["kind"] == "model"
    assert moments[1] - moments[0] >= 2.9


async def test_data_needs_no_model(person: User, endpoint: ScriptedOpenAI) -> None:
    """An import says itself what its values mean: the model is not asked about it, its vectors are made as always."""
    job_id = (await person.upload(as_json(JSON_RESUME), "resume.json"))["job_id"]
    await person.wait(job_id)
    assert maker(await person.profile(job_id))["kind"] == "import"
    assert endpoint.chats() == []
    assert [request for request in endpoint.requests if request.path.endswith("/embeddings")]


async def test_embeddings_come_from_the_endpoint_in_batches(
    keyed: World, person: User, endpoint: ScriptedOpenAI
) -> None:
    """Each chunk is sent once, two at a time, and stored with the model's name."""
    text = RESUME + "\n".join(f"- Improved the throughput of service number {number} by half" for number in range(60))
    profile = await analysed(person, text)
    calls = [request.body["input"] for request in endpoint.requests if request.path.endswith("/embeddings")]
    assert len(calls) >= 2
    assert all(1 <= len(call) <= 2 for call in calls)
    database = await keyed.database()
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select text, embedding_model, length(embedding) as bytes from chunks where user_id = $1 order by ordinal",
            person.id,
        )
    assert sorted(row["text"] for row in rows) == sorted(text for call in calls for text in call)
    assert {(row["embedding_model"], row["bytes"]) for row in rows} == {("text-embedding-3-small", 64 * 4)}
    assert profile["meta"]["vitaeflow"]["embedding"] == "text-embedding-3-small"


async def test_no_model_is_asked_for_a_person_in_an_invoice(person: User, endpoint: ScriptedOpenAI) -> None:
    """It would find one: rules say that there is none, and nothing is sent."""
    profile = await analysed(person, OTHERS["invoice-en"])
    assert maker(profile)["kind"] == "rules"
    assert "basics" not in profile or "name" not in profile["basics"]
    assert endpoint.chats() == []


async def test_a_failing_embedding_parks_the_run_and_a_retry_completes_it(
    keyed: World, person: User, endpoint: ScriptedOpenAI
) -> None:
    """Vectors of two kinds must not mix, so rules do not stand in: a named error, and the retry goes on there."""
    endpoint.embeddings.append(fails(401, "wrong key sk-canary-7788 for Zuzana"))
    job_id = (await person.upload())["job_id"]
    error = (await person.wait(job_id, "failed"))["error"]
    assert (error["code"], error["stage"], error["retryable"]) == (
        "model_unauthorized",
        "generating_embeddings",
        False,
    )
    assert "OPENAI_API_KEY" in error["message"]
    assert (await person.post(f"/api/v1/analyses/{job_id}/retry")).status_code == 202
    await person.wait(job_id)
    assert maker(await person.profile(job_id))["kind"] == "model"


async def test_a_models_error_that_quotes_the_text_tells_nothing(
    keyed: World, person: User, endpoint: ScriptedOpenAI
) -> None:
    """Endpoints quote the prompt and the key in their errors; neither gets into a history."""
    canary = "Xylotheque Cartographer"
    endpoint.embeddings.append(fails(400, f"input too long: {canary}, key sk-canary-7788"))
    endpoint.default_chat = fails(400, f"cannot read {canary}, key sk-canary-7788")
    job_id = (await person.upload(RESUME.replace("Backend Engineer", canary)))["job_id"]
    await person.wait(job_id, "failed")
    await person.post(f"/api/v1/analyses/{job_id}/retry")
    await person.wait(job_id)
    told = await told_by(await keyed.temporal(), f"WorkflowId='{analysis_workflow_id(job_id)}'")
    assert LLM_QUEUE in told
    assert "xylotheque" not in told.lower()
    assert "sk-canary" not in told
