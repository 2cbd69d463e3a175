"""One's own account: change it, delete it, keys, settings, preferences."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from schema.temporal_names import analysis_workflow_id, erasure_workflow_id
from tests.api.test_auth import AUTH, PASSWORD, client, refresh
from tests.world import User, World, eventually

ME = "/api/v1/me"


async def key_of(user: User, *scopes: str) -> dict[str, Any]:
    """A new API key."""
    answer = await user.post(f"{ME}/api-keys", json={"name": "test", "scopes": list(scopes)})
    assert answer.status_code == 201, answer.text
    key: dict[str, Any] = answer.json()
    return key


async def test_the_name_changes_alone(user: User) -> None:
    """PATCH with a name changes the name and nothing else; sessions go on."""
    before = (await user.get(ME)).json()
    after = (await user.patch(ME, json={"name": "Nova"})).json()
    assert after == {**before, "name": "Nova"}
    assert (await refresh(user, user.tokens["refresh_token"])).status_code == 200


async def test_a_new_password_ends_all_sessions(user: User) -> None:
    """Afterwards the old password and the old refresh tokens are refused, the new password signs in."""
    answer = await user.patch(ME, json={"password": "another password", "current_password": PASSWORD})
    assert answer.status_code == 200, answer.text
    assert (await refresh(user, user.tokens["refresh_token"])).status_code == 401
    for password, status in ((PASSWORD, 401), ("another password", 200)):
        answer = await user.post(f"{AUTH}/login", json={"email": user.email, "password": password})
        assert answer.status_code == status


@pytest.mark.parametrize("current", [None, "", "wrong password"])
async def test_a_new_password_needs_the_current_one(current: str | None, caller: User) -> None:
    """A wrong or missing current password changes nothing."""
    answer = await caller.patch(ME, json={"password": "another password", "current_password": current})
    assert answer.status_code == 401
    assert (await caller.post(f"{AUTH}/login", json={"email": caller.email, "password": PASSWORD})).status_code == 200


async def test_settings_and_preferences_keep_what_is_not_sent(user: User) -> None:
    """PATCH merges: a field that is not sent stays."""
    await user.patch(f"{ME}/settings", json={"language": "vi"})
    answer = await user.patch(f"{ME}/settings", json={"voice": "calm"})
    assert answer.json() == (await user.get(f"{ME}/settings")).json()
    assert (answer.json()["language"], answer.json()["voice"]) == ("vi", "calm")
    default = (await user.get(f"{ME}/preferences")).json()
    changed = (await user.patch(f"{ME}/preferences", json={"threshold": 91})).json()
    assert changed == {**default, "threshold": 91} == (await user.get(f"{ME}/preferences")).json()


async def test_a_key_is_shown_once_and_stored_as_a_digest(world: World, user: User) -> None:
    """Only the creating answer holds the key; list and table do not."""
    made = await key_of(user, "read", "write")
    assert made["key"].startswith(made["prefix"])
    listed = await user.get(f"{ME}/api-keys")
    assert [key["id"] for key in listed.json()["items"]] == [made["id"]]
    assert made["key"] not in listed.text
    database = await world.database()
    async with database.connection() as connection:
        row = await connection.fetchrow("select * from api_keys where id = $1", UUID(made["id"]))
    assert made["key"] not in str(dict(row or {}))


async def test_a_key_does_what_its_scopes_say(caller: User) -> None:
    """`read` reads, `write` writes, neither manages the account or keys."""
    calls = {"read": ("GET", ME), "write": ("PATCH", f"{ME}/settings")}
    for scope in calls:
        key = await key_of(caller, scope)
        async with client(str(caller.base_url), key["key"]) as http:
            for other, (method, path) in calls.items():
                answer = await http.request(method, path, json={} if method == "PATCH" else None)
                assert answer.status_code == (200 if other == scope else 403), (scope, other)
    both = await key_of(caller, "read", "write")
    async with client(str(caller.base_url), both["key"]) as http:
        for method, path in (("GET", f"{ME}/api-keys"), ("DELETE", ME), ("PATCH", ME)):
            assert (await http.request(method, path, json={})).status_code == 403, path
        assert (await http.post(f"{ME}/api-keys", json={"name": "more"})).status_code == 403


async def test_a_revoked_key_stops_working(user: User) -> None:
    """Gone from the list at once, refused within seconds, 404 when revoked again."""
    key = await key_of(user, "read")
    assert (await user.delete(f"{ME}/api-keys/{key['id']}")).status_code == 204
    assert (await user.get(f"{ME}/api-keys")).json()["items"] == []
    async with client(str(user.base_url), key["key"]) as caller:
        assert (await caller.get(ME)).status_code == 401
    assert (await user.delete(f"{ME}/api-keys/{key['id']}")).status_code == 404


async def test_unknown_scopes_are_refused(caller: User) -> None:
    """A scope is `read` or `write`, and there is at least one."""
    for scopes in (["admin"], []):
        answer = await caller.post(f"{ME}/api-keys", json={"name": "test", "scopes": scopes})
        assert answer.status_code == 422


async def rows_of(world: World, user_id: str) -> dict[str, int]:
    """How many rows of a user each table holds."""
    database = await world.database()
    async with database.connection() as connection:
        tables = await connection.fetch(
            "select table_name from information_schema.columns "
            "where column_name = 'user_id' and table_schema = 'public'"
        )
        counts = {
            row["table_name"]: await connection.fetchval(
                f'select count(*) from "{row["table_name"]}" where user_id = $1', user_id
            )
            for row in tables
        }
        counts["users"] = await connection.fetchval("select count(*) from users where id = $1", user_id)
    return counts


async def erased(world: World, kind: str, subject_id: str) -> list[str]:
    """Wait for an erasure; the activities it completed, in order."""
    handle = (await world.temporal()).get_workflow_handle(erasure_workflow_id(kind, UUID(subject_id)))
    await handle.result()
    history = await handle.fetch_history()
    scheduled = {e.event_id: e.activity_task_scheduled_event_attributes.activity_type.name for e in history.events}
    done = [e.activity_task_completed_event_attributes.scheduled_event_id for e in history.events]
    return [scheduled[number] for number in done if number]


async def test_a_deleted_account_is_gone(world: World, user: User) -> None:
    """Tokens, keys and sign-in end at once; rows of every table, vectors and runs follow."""
    completed = await user.upload(key="once")
    await user.wait(completed["job_id"])
    parked = await user.upload(b"%PDF-1.7\n1 0 obj nothing that a PDF reader could use", "broken.pdf")
    await user.wait(parked["job_id"], "failed")
    key = await key_of(user, "read")
    held = await rows_of(world, user.id)
    assert min(held[table] for table in ("resumes", "files", "profiles", "chunks", "documents", "events")) > 0
    assert (await user.delete(ME)).status_code == 202
    async with client(str(user.base_url), key["key"]) as caller:
        assert (await caller.get(ME)).status_code == 401
    for answer in (
        await user.get(ME),
        await user.get(f"{ME}/settings"),
        await user.post("/api/v1/resumes", files={"file": ("a.txt", b"text")}),
        await refresh(user, user.tokens["refresh_token"]),
        await user.post(f"{AUTH}/login", json={"email": user.email, "password": PASSWORD}),
    ):
        assert answer.status_code == 401, answer.text
    assert await erased(world, "user", user.id) == ["stop_analyses", "forget_vectors", "erase_rows"]
    assert set((await rows_of(world, user.id)).values()) == {0}
    run = (await world.temporal()).get_workflow_handle(analysis_workflow_id(UUID(parked["job_id"])))
    description = await run.describe()
    assert description.status is not None
    assert description.status.name == "TERMINATED"


async def test_a_deleted_address_can_register_again(world: World) -> None:
    """Once the erasure is through, the address is free."""
    leaving = await world.user()
    assert (await leaving.delete(ME)).status_code == 202

    async def registered() -> httpx.Response | None:
        answer = await leaving.post(f"{AUTH}/register", json={"email": leaving.email, "password": PASSWORD})
        return answer if answer.status_code == 201 else None

    again = await eventually(registered, every=0.2)
    assert again.json()["user"]["id"] != leaving.id
