"""Profile and exports: only of completed analyses, as files a browser can save and keep."""

from __future__ import annotations

import pytest

from tests.api.test_analyses import ANALYSES, running, standstill
from tests.api.test_resumes import BROKEN_PDF
from tests.world import User, World

TYPES = {
    "json": ("application/json; charset=utf-8", b"{"),
    "csv": ("text/csv; charset=utf-8", b""),
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
}


async def completed(user: User) -> str:
    """The export route of a completed analysis."""
    accepted = await user.upload()
    await user.wait(accepted["job_id"])
    return f"{ANALYSES}/{accepted['job_id']}/export"


@pytest.mark.parametrize("fmt", TYPES)
async def test_exports_are_files(fmt: str, caller: User) -> None:
    """Type, length and name in the headers fit the bytes; JSON is what there is without a format."""
    path = await completed(caller)
    answer = await caller.get(path, params={"format": fmt})
    job_id = path.split("/")[4]
    media_type, start = TYPES[fmt]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="resume_analysis_{job_id}.{fmt}"'
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.content.startswith(start)
    assert len(answer.content) > 200
    assert answer.headers["cache-control"] == "private, max-age=3600"
    if fmt == "json":
        assert (await caller.get(path)).content == answer.content


async def test_an_etag_saves_the_second_download(caller: User) -> None:
    """304 without a body for the same version, also in a list and weakened by a proxy; formats differ."""
    path = await completed(caller)
    tags = {fmt: (await caller.get(path, params={"format": fmt})).headers["etag"] for fmt in TYPES}
    assert len(set(tags.values())) == len(TYPES)
    for sent in (tags["csv"], f'"other", {tags["csv"]}', f"W/{tags['csv']}"):
        answer = await caller.get(path, params={"format": "csv"}, headers={"If-None-Match": sent})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tags["csv"]
    changed = await caller.get(path, params={"format": "csv"}, headers={"If-None-Match": tags["json"]})
    assert changed.status_code == 200


async def test_unknown_formats_are_refused_with_the_known_ones(caller: User) -> None:
    """400, and the message lists what there is."""
    answer = await caller.get(await completed(caller), params={"format": "xml"})
    assert answer.status_code == 400
    assert all(fmt in answer.json()["detail"] for fmt in TYPES)


async def test_nothing_is_exported_before_completion(world: World, user: User) -> None:
    """409 that names the state while it runs and after it failed."""
    async with standstill(world):
        accepted = await running(user)
        for part in ("profile", "export", "export?format=pdf"):
            answer = await user.get(f"{ANALYSES}/{accepted['job_id']}/{part}")
            assert answer.status_code == 409
            assert "processing" in answer.json()["detail"]
    failed = await user.upload(BROKEN_PDF, "broken.pdf")
    await user.wait(failed["job_id"], "failed")
    assert (await user.get(f"{ANALYSES}/{failed['job_id']}/export")).status_code == 409
