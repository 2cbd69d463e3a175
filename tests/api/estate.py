"""One account with one of everything, made by the API as its owner would make it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial

from tests.adapters.web_server import WebServer
from tests.world import RESUME, User, World, eventually

CANARIES = ("Quorvax", "Zellinbrook", "Thrumvale", "quorvax.zellinbrook")
"""Words that stand in this account's résumé, postings and names, and nowhere else."""

PRIVATE_RESUME = (
    RESUME.replace("Zuzana Kovářová", "Quorvax Zellinbrook")
    .replace("zuzana.kovarova@", "quorvax.zellinbrook@")
    .replace("Quillpond Systems", "Thrumvale Systems")
)


@dataclass
class Estate:
    """The owner and the ids of what is theirs, by the name of the resource in the paths."""

    owner: User
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        """Whatever nobody else may ever see."""
        return [*self.ids.values(), *CANARIES, self.owner.id, self.owner.email]


async def build_estate(world: World, outside: WebServer) -> Estate:
    """Résumé, analysis, API key, channel, source, posting, match, notification, delivery."""
    owner = await world.user()
    estate = Estate(owner)
    accepted = await owner.upload(PRIVATE_RESUME, "Quorvax.txt")
    estate.ids["resumes"], estate.ids["analyses"] = accepted["resume_id"], accepted["job_id"]
    await owner.wait(accepted["job_id"])
    made = {
        "api-keys": ("/api/v1/me/api-keys", {"name": "Thrumvale"}),
        "channels": (
            "/api/v1/channels",
            {"kind": "webhook", "name": "Thrumvale", "config": {"url": outside.url("/hook")}},
        ),
        "sources": ("/api/v1/sources", {"kind": "feed", "name": "Thrumvale", "location": outside.url("/feed")}),
    }
    for resource, (path, body) in made.items():
        answer = await owner.post(path, json=body)
        assert answer.status_code == 201, answer.text
        estate.ids[resource] = answer.json()["id"]
    for resource in ("matches", "notifications", "deliveries", "fanouts"):
        try:
            estate.ids[resource] = await eventually(partial(_found, owner, resource), seconds=60)
        except AssertionError as error:
            sources = (await owner.get("/api/v1/sources")).json()["items"]
            raise AssertionError(f"none of {resource}; the feed: {sources}") from error
    estate.ids["jobs"] = (await owner.get(f"/api/v1/matches/{estate.ids['matches']}")).json()["job_id"]
    await _add_own_words(estate)
    estate.ids["companies"] = (await owner.get(f"/api/v1/jobs/{estate.ids['jobs']}")).json()["company_id"]
    return estate


async def _add_own_words(estate: Estate) -> None:
    """Feedback on the match, an application for its posting, a saved search."""
    owner, job = estate.owner, estate.ids["jobs"]
    said = await owner.patch(f"/api/v1/matches/{estate.ids['matches']}", json={"feedback": "more_like_this"})
    assert said.status_code == 200, said.text
    estate.ids["feedback"] = (await owner.get("/api/v1/feedback")).json()["items"][0]["id"]
    made: dict[str, dict[str, object]] = {
        "applications": {"job_id": job, "notes": "Thrumvale"},
        "searches": {"name": "Thrumvale", "filter": {"companies": ["Thrumvale Harbour"]}},
    }
    for resource, body in made.items():
        answer = await owner.post(f"/api/v1/{resource}", json=body)
        assert answer.status_code == 201, answer.text
        estate.ids[resource] = answer.json()["id"]


async def _found(owner: User, resource: str) -> str | None:
    """The first that is about the estate's own feed: other feeds of this installation may be shared."""
    items = (await owner.get(f"/api/v1/{resource}")).json()["items"]
    own = [item for item in items if resource in ("deliveries", "fanouts") or "Thrumvale" in json.dumps(item)]
    return str(own[0]["id"]) if own else None
