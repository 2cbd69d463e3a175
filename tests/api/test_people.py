"""Whom a posting suits: for admins, of shared postings."""

from __future__ import annotations

from tests.api.listed import Listed, opening
from tests.world import World


async def test_an_admin_sees_whom_a_shared_posting_suits(world: World) -> None:
    """By the score that each person sees; private postings and other accounts' eyes are left out."""
    database = await world.database()
    admin, one, other = [Listed(await world.user(), database) for _ in range(3)]
    async with database.transaction() as connection:
        await connection.execute("update users set role = 'admin' where id = $1", admin.id)
    await one.settle()
    await other.settle()
    await one.match(opening("Shared Baker", "Sourdough"), shared=True)
    await one.match(opening("Own Baker", "Sourdough"))
    other.jobs = dict(one.jobs)
    await other.compare("Shared Baker")
    await other.change("Shared Baker", feedback="more_like_this")
    path = "/api/v1/admin/jobs/{}/people"
    try:
        people = (await admin.user.get(path.format(one.jobs["Shared Baker"]))).json()["items"]
        assert {person["user_id"] for person in people} == {one.user.id, other.user.id}
        assert [person["score"] for person in people] == sorted((p["score"] for p in people), reverse=True)
        assert people[0]["user_id"] == other.user.id
        assert people[0]["score"] > people[0]["base_score"]
        best = people[0]["score"]
        few = (await admin.user.get(path.format(one.jobs["Shared Baker"]), params={"min_score": best})).json()
        assert [person["user_id"] for person in few["items"]] == [other.user.id]
        assert (await admin.user.get(path.format(one.jobs["Own Baker"]))).status_code == 404
        assert (await one.user.get(path.format(one.jobs["Shared Baker"]))).status_code == 404
    finally:
        async with database.transaction() as connection:
            await connection.execute("delete from sources where id = $1", one.source)
