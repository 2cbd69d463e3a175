"""CSV files of postings, matches and applications."""

from __future__ import annotations

import csv
import io

import pytest_asyncio

from api import exports
from tests.api.listed import Listed, opening, pay
from tests.world import User, World

PATH = "/api/v1/exports"


async def rows_of(user: User, name: str, **params: str) -> list[dict[str, str]]:
    """A file, read as a spreadsheet does."""
    answer = await user.get(f"{PATH}/{name}", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest_asyncio.fixture
async def listed(world: World, user: User) -> Listed:
    """Somebody with matches, one of them by a title that would be a formula."""
    person = Listed(user, await world.database())
    await person.settle()
    await person.match(
        opening("Baker", "Sourdough", "Rye", salary=pay(30000, 36000)), opening("=cmd|' /C calc'!A0", "Pastry")
    )
    return person


async def test_matches_are_exported_by_the_score_shown(listed: Listed) -> None:
    """The order and the score are those of the list, the reasons are in words, formulas are text."""
    await listed.change("Baker", feedback="not_this")
    rows = await rows_of(listed.user, "matches.csv")
    items = await listed.matches()
    assert [int(row["score"]) for row in rows] == [item["score"] for item in items]
    baker = next(row for row in rows if row["job_source_id"].startswith("Baker"))
    assert "Sourdough" in baker["pros"]
    assert baker["missing_required"] == "Rye"
    assert int(baker["evidence_count"]) > 0
    assert {row["user_id"] for row in rows} == {listed.user.id}


async def test_jobs_are_exported_with_pay_and_without_formulas(listed: Listed) -> None:
    """Those that are open, or all."""
    rows = {row["title"]: row for row in await rows_of(listed.user, "jobs.csv")}
    assert (rows["Baker"]["salary_min"], rows["Baker"]["salary_currency"]) == ("30000", "EUR")
    assert "'=cmd|' /C calc'!A0" in rows
    async with listed.database.transaction() as connection:
        await connection.execute("update jobs set status = 'closed' where id = $1", listed.jobs["Baker"])
    assert "Baker" not in {row["title"] for row in await rows_of(listed.user, "jobs.csv")}
    assert "Baker" in {row["title"] for row in await rows_of(listed.user, "jobs.csv", status="all")}


async def test_applications_are_exported_with_their_history(listed: Listed) -> None:
    """Each step with its day; a note is no formula either."""
    changed = await listed.change("Baker", state="applied")
    path = f"/api/v1/applications/{changed['application_id']}"
    await listed.user.patch(path, json={"state": "interview", "happened_on": "2026-11-20", "notes": "=1+1"})
    (row,) = await rows_of(listed.user, "applications.csv")
    assert (row["title"], row["state"], row["notes"]) == ("Baker", "interview", "'=1+1")
    assert row["history"].endswith(" applied | 2026-11-20 interview")


async def test_long_lists_are_whole(listed: Listed) -> None:
    """More than a page: every posting once, in the order of the list."""
    count = exports._PAGE + 20
    await listed.match(*[opening(f"Baker {number}", "Sourdough") for number in range(count)])
    rows = await rows_of(listed.user, "matches.csv")
    assert len({row["job_source_id"] for row in rows}) == len(rows) == count + 2
    assert [int(row["score"]) for row in rows] == sorted((int(row["score"]) for row in rows), reverse=True)


async def test_an_account_without_anything_gets_the_head(caller: User) -> None:
    """A file with columns and no rows."""
    for name in ("matches.csv", "applications.csv"):
        assert await rows_of(caller, name) == []
