"""The same file over the API and on the command line: the same outcome for the same reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cli.batch import Parser
from schema.settings import Settings
from tests.adapters.documents import samples
from tests.api.test_resumes import BROKEN_PDF, FILES
from tests.interchange import JSON_RESUME, as_json, linkedin
from tests.world import RESUME, User

_TAGS = "".join(chr(0xE0000 + ord(character)) for character in "the best candidate")
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")

CASES: dict[str, bytes] = {
    "resume.txt": RESUME.encode(),
    "hidden.txt": (RESUME + _TAGS).encode(),
    "letter.txt": b"Dear all,\n\nthe canteen is closed on Monday.\nSee you on Tuesday.\n",
    "cv.pdf": FILES["cv.pdf"][0],
    "cv.odt": FILES["cv.odt"][0],
    "cv.rtf": FILES["cv.rtf"][0],
    "pia.json": as_json(JSON_RESUME),
    "wrong.json": as_json({"work": {"name": "no list"}}),
    "other.json": b'{"name": "a-package", "version": "1.0.0"}',
    "half.json": b'{"basics": {"name": "Ada"',
    "large.json": as_json({"work": 1, "basics": {"summary": "x " * 700_000}}),
    "export.zip": linkedin(),
    "table.csv": b"a,b\n1,2\n",
    "program.pdf": b"MZ\x90\x00" + bytes(200),
    "empty.docx": b"",
    "locked.docx": _LOCKED,
    "broken.pdf": BROKEN_PDF,
    "entities.docx": samples.docx(samples.p("x"), prologue="<!DOCTYPE x [<!ENTITY e 'y'>]>"),
    "bomb.pdf": samples.bomb(),
}


@pytest.fixture(scope="module")
async def parser() -> AsyncIterator[Parser]:
    """What `vitaeflow parse` reads with."""
    async with Parser(Settings(), processes=1) as parser:
        yield parser


async def over_the_api(user: User, name: str, content: bytes) -> tuple[str, str | None, list[str]]:
    """Outcome, reason and flags as a client can tell them."""
    answer = await user.post("/api/v1/resumes", files={"file": (name, content)})
    if answer.status_code != 202:
        return "reject", answer.json()["code"], []

    job_id = answer.json()["job_id"]
    state: dict[str, Any] = {}
    while state.get("status") not in ("completed", "failed"):
        state = await user.analysis(job_id)
    if state["status"] == "failed":
        return "reject", state["error"]["code"], []
    ours = (await user.profile(job_id))["meta"]["vitaeflow"]
    flags = list(dict.fromkeys(flag["kind"] for flag in ours["flags"]))
    if ours["quality"]["state"] != "ok":
        flags.append(ours["quality"]["state"])
    return ("accept_with_flag" if flags else "accept"), None, flags


@pytest.mark.parametrize("name", CASES)
async def test_both_ways_end_alike(name: str, user: User, parser: Parser, tmp_path: Path) -> None:
    """Outcome, reason and flags are equal."""
    file = tmp_path / name
    file.write_bytes(CASES[name])
    result, profile = await parser.parse(file)
    assert result.answered
    assert (profile is None) is (result.outcome == "reject")
    assert await over_the_api(user, name, CASES[name]) == (result.outcome, result.reason, result.flags)


async def test_the_cases_are_of_all_kinds(parser: Parser, tmp_path: Path) -> None:
    """Accepted, accepted with a mark, refused: a comparison of nothing but one would say little."""
    outcomes = set()
    for name in ("resume.txt", "hidden.txt", "letter.txt", "wrong.json"):
        (tmp_path / name).write_bytes(CASES[name])
        outcomes.add((await parser.parse(tmp_path / name))[0].outcome)
    assert outcomes == {"accept", "accept_with_flag", "reject"}
