"""A posting comes in, the right people hear of it once: source → match → notification → channel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.world import User, World, eventually


def posting(identifier: str, title: str, description: str, **more: Any) -> dict[str, Any]:
    """A schema.org JobPosting."""
    return {
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "value": identifier},
        "title": title,
        "description": description,
        "datePosted": "2026-11-01",
        "hiringOrganization": {"@type": "Organization", "name": "Harbourline"},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Brno", "addressCountry": "CZ"}},
        **more,
    }


BACKEND = posting(
    "b-1",
    "Senior Backend Engineer",
    "<p>Requirements: Python, PostgreSQL, Kubernetes, Docker. Nice to have: Go, AWS. 5 years of experience.</p>",
)
NURSE = posting("n-1", "Intensive Care Nurse", "<p>Requirements: nursing licence, patient care, ventilation.</p>")


async def matches_of(user: User) -> list[dict[str, Any]]:
    """GET /matches."""
    answer = await user.get("/api/v1/matches")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_posting_reaches_the_right_person_once(world: World, user: User) -> None:
    """A user's own file feed: the fitting job is matched with reasons, announced by one notification and one event."""
    folder = Path(world.environment["SOURCES_DIR"])
    (folder / "jobs.json").write_text(json.dumps([BACKEND, NURSE]))
    database = await world.database()
    async with database.transaction() as connection:
        await connection.execute("update users set role = 'admin' where id = $1", user.id)
    accepted = await user.upload()
    await user.wait(accepted["job_id"])
    async with user.listen() as listener:
        made = await user.post(
            "/api/v1/sources", json={"kind": "file", "name": "mine", "location": str(folder / "jobs.json")}
        )
        assert made.status_code == 201, made.text
        # an admin hears of the progress of fan-outs too
        heard = await listener.until_told()
        assert [event["type"] for event in heard] == ["match", "notification"]
    matches = await matches_of(user)
    assert [m["title"] for m in matches] == ["Senior Backend Engineer"]
    assert matches[0]["analysis"]["pros"]
    path = f"/api/v1/sources/{made.json()['id']}"
    first_run = (await user.get(path)).json()["last_run_at"]
    assert (await user.post(f"{path}/trigger")).status_code == 202

    async def read_twice() -> bool:
        return bool((await user.get(path)).json()["last_run_at"] > first_run)

    await eventually(read_twice)
    notifications = (await user.get("/api/v1/notifications")).json()["items"]
    assert len(notifications) == 1
