"""The command line against the running product: from a source to an application."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from cli.main import app
from tests.e2e.test_jobs import matches_of, posting
from tests.world import User, World, eventually

runner = CliRunner(env={"COLUMNS": "250"})
COMPANY = {"hiringOrganization": {"@type": "Organization", "name": "Reedmarsh Tools"}}
ENGINEER = posting(
    "c-1", "Python Backend Engineer", "<p>Requirements: Python, PostgreSQL, Kubernetes, Docker.</p>", **COMPANY
)
WELDER = posting("c-2", "Welder", "<p>Requirements: MIG welding, blueprint reading.</p>", **COMPANY)


def as_user(user: User) -> Callable[..., Any]:
    """Run a command as this person would; it must succeed."""
    environment = {"VITAEFLOW_API": str(user.base_url).rstrip("/"), "VITAEFLOW_API_KEY": user.tokens["access_token"]}

    async def run(*arguments: str) -> Result:
        done: Result = await asyncio.to_thread(runner.invoke, app, list(arguments), env=environment)
        assert done.exit_code == 0, (arguments, done.output)
        return done

    return run


async def test_a_source_becomes_matches_feedback_and_an_application(world: World, user: User) -> None:
    """Each command answers what the API has: the same score in the table, the reasons and the file."""
    folder = Path(world.environment["SOURCES_DIR"])
    file = folder / "command-line.json"
    file.write_text(json.dumps([ENGINEER, WELDER]))
    database = await world.database()
    async with database.transaction() as connection:
        await connection.execute("update users set role = 'admin' where id = $1", user.id)
    await user.wait((await user.upload())["job_id"])
    vitaeflow = as_user(user)
    made = json.loads((await vitaeflow("sources", "add", "file", str(file), "--name", "mine", "--json")).stdout)
    try:
        match = await eventually(lambda: own_match(user))
        assert "mine" in (await vitaeflow("sources", "list")).stdout
        await vitaeflow("sources", "trigger", made["id"])
        shown = (await vitaeflow("matches", "--reasons", "--place", "Czechia", "--company", "Reedmarsh")).stdout
        assert f"{match['score']}  Python Backend Engineer — Reedmarsh Tools" in shown
        assert "+ " in shown
        await vitaeflow("feedback", match["id"], "more_like_this")
        after = json.loads((await vitaeflow("matches", "--company", "Reedmarsh", "--json")).stdout)[0]
        assert after["adjustments"][0]["kind"] == "more_like_this"
        rows = csv.DictReader(io.StringIO((await vitaeflow("matches", "--csv", "-")).stdout_bytes.decode("utf-8-sig")))
        assert [int(row["score"]) for row in rows if row["job_source_id"] == "c-1"] == [after["score"]]
        await vitaeflow("applications", "add", match["job_id"], "--state", "applied", "--on", "2026-11-02")
        kept = json.loads((await vitaeflow("applications", "list", "--json")).stdout)[0]
        await vitaeflow("applications", "set", kept["id"], "interview", "--notes", "bring the portfolio")
        history = json.loads((await vitaeflow("applications", "show", kept["id"], "--json")).stdout)["history"]
        assert [step["after"] for step in history] == ["applied", "interview"]
        jobs = json.loads((await vitaeflow("jobs", "--source", made["id"], "--country", "CZ", "--json")).stdout)
        assert {job["title"] for job in jobs} == {"Python Backend Engineer", "Welder"}
        await vitaeflow("deadletters", "list")
        await read_again(vitaeflow, folder)
    finally:
        assert (await user.delete(f"/api/v1/sources/{made['id']}")).status_code == 204


async def own_match(user: User) -> dict[str, Any] | None:
    """The match with the source of this test: others may be shared."""
    return next((match for match in await matches_of(user) if match["company"] == "Reedmarsh Tools"), None)


async def read_again(vitaeflow: Callable[..., Any], folder: Path) -> None:
    """What is exported as jobs.csv is what a file source reads."""
    file = folder / "exported.csv"
    await vitaeflow("jobs", "--csv", str(file))
    found = json.loads((await vitaeflow("sources", "test", "file", str(file), "--json")).stdout)
    assert "Python Backend Engineer" in found["titles"]
    assert found["skipped"] == 0
