"""Résumés: what is taken, what is refused and why, versions, repeats, lists, deletion."""

from __future__ import annotations

import asyncio
from collections import Counter
from uuid import UUID

import httpx
import psutil
import pytest

from tests.adapters.documents import pictured, samples
from tests.api.test_auth import client
from tests.api.test_me import erased, rows_of
from tests.world import RESUME, User, World

RESUMES = "/api/v1/resumes"
WORDS = "Petra Nowak\nData Engineer\npetra.nowak@example.com\n\nSkills\nPython, SQL, Airflow\n"
HTML = f"<!doctype html><html><body><pre>{WORDS}</pre></body></html>"
FILES: dict[str, tuple[bytes, str]] = {
    "cv.pdf": (samples.pdf(samples.lines(*WORDS.splitlines())), "application/pdf"),
    "cv.doc": (samples.doc(WORDS.replace("\n", "\r")), "application/msword"),
    "cv.docx": (
        samples.docx("".join(map(samples.p, WORDS.splitlines()))),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "cv.odt": (
        samples.odt("".join(f"<text:p>{line}</text:p>" for line in WORDS.splitlines())),
        "application/vnd.oasis.opendocument.text",
    ),
    "cv.rtf": (b"{\\rtf1\\ansi " + WORDS.replace("\n", "\\par ").encode() + b"}", "application/rtf"),
    "cv.txt": (WORDS.encode(), "text/plain"),
    "cv.md": (f"# {WORDS}".encode(), "text/markdown"),
    "cv.html": (HTML.encode(), "text/html"),
    "cv.png": (pictured.encoded(pictured.cropped(*WORDS.splitlines()), "PNG"), "image/png"),
}
BROKEN_PDF = b"%PDF-1.7\n1 0 obj nothing that a PDF reader could use"


async def post(user: User, name: str, content: bytes, declared: str | None = None, **fields: str) -> httpx.Response:
    """POST /resumes as it comes."""
    file = (name, content, declared) if declared else (name, content)
    return await user.post(RESUMES, files={"file": file}, data=fields)


@pytest.mark.parametrize("name", FILES)
async def test_every_accepted_type_is_read(name: str, caller: User) -> None:
    """The upload is listed with its type and ends as a profile that has the person's e-mail."""
    content, declared = FILES[name]
    answer = await post(caller, name, content, declared)
    assert answer.status_code == 202, answer.text
    accepted = answer.json()
    assert accepted["status"] == "pending"
    resume = (await caller.get(f"{RESUMES}/{accepted['resume_id']}")).json()
    assert (resume["filename"], resume["media_type"], resume["size"]) == (name, declared, len(content))
    await caller.wait(accepted["job_id"])
    assert (await caller.profile(accepted["job_id"]))["basics"]["email"] == "petra.nowak@example.com"


@pytest.mark.parametrize(
    ("name", "content", "declared"),
    [
        ("cv.exe", b"MZ\x90\x00" + bytes(200), None),
        ("cv.pdf", b"MZ\x90\x00" + bytes(200), "application/pdf"),
        ("cv.gif", b"GIF89a" + bytes(200), "image/gif"),
        ("cv.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "application/pdf"),
        ("cv.docx", FILES["cv.pdf"][0], None),
        ("cv.pdf", FILES["cv.docx"][0], "application/pdf"),
        ("cv.pdf", WORDS.encode(), "application/pdf"),
        ("cv.txt", FILES["cv.txt"][0], "image/png"),
        ("cv.docx", samples.zipped({"a.txt": "an archive"}), None),
        ("cv.xlsx", FILES["cv.docx"][0], None),
        ("cv", bytes(range(256)) * 8, None),
    ],
)
async def test_other_types_and_contradictions_are_refused(
    name: str, content: bytes, declared: str | None, user: User
) -> None:
    """415 when content, extension and MIME type do not agree on one kind that is read; nothing is stored."""
    answer = await post(user, name, content, declared)
    assert answer.status_code == 415, answer.text
    assert answer.json()["code"] == "unsupported_media"
    assert (await user.get(RESUMES)).json()["items"] == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_document"),
        (b"%PDF-1.7\nand nothing more", "unreadable_document"),
        (b" \n\t\r\n", "empty_document"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "encrypted_document",
        ),
    ],
)
async def test_what_cannot_be_read_is_refused_with_the_reason(content: bytes, code: str, caller: User) -> None:
    """422 at once for an empty, encrypted or hollow file."""
    answer = await post(caller, "cv.pdf" if content.startswith(b"%PDF") else "cv.docx", content)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == code


async def test_a_broken_file_fails_its_analysis_with_the_reason(caller: User) -> None:
    """What only the parser can see ends as a failed analysis that names code, stage and what to do."""
    accepted = await caller.upload(BROKEN_PDF, "broken.pdf")
    state = await caller.wait(accepted["job_id"], "failed")
    assert state["error"]["code"] == "unreadable_document"
    assert state["error"]["stage"] == "extracting_text"
    assert state["error"]["message"]


async def test_requests_without_one_file_are_refused(caller: User) -> None:
    """No multipart, no `file`, text in its place, two files: 400 that says what to send."""
    two = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    for answer in (
        await caller.post(RESUMES, json={"file": "x"}),
        await caller.post(RESUMES),
        await caller.post(RESUMES, files={"other": ("cv.txt", b"text")}),
        await caller.post(RESUMES, files={"x": ("", b"")}, data={"file": "text"}),
        await caller.post(RESUMES, files=two),
        await caller.post(RESUMES, content=b"broken", headers={"Content-Type": "multipart/form-data; boundary=x"}),
        await caller.post(RESUMES, content=b"broken", headers={"Content-Type": "multipart/form-data"}),
    ):
        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


async def test_names_are_made_safe(caller: User) -> None:
    """Folders, control and direction characters do not reach the record."""
    answer = await post(caller, "../..\\secret/\u202ecv\u0000;.txt", WORDS.encode())
    assert answer.status_code == 202, answer.text
    resume = (await caller.get(f"{RESUMES}/{answer.json()['resume_id']}")).json()
    assert not set("/\\\u202e\u0000;") & set(resume["filename"])
    assert resume["filename"].endswith(".txt")


async def test_a_file_over_the_limit_is_refused(world: World, caller: User) -> None:
    """413 for one byte more than allowed, 202 for exactly the limit."""
    limit = world.settings.max_upload_bytes
    text = (WORDS * (limit // len(WORDS) + 1)).encode()
    assert (await post(caller, "cv.txt", text[: limit + 1], analyze="false")).status_code == 413
    assert (await post(caller, "cv.txt", text[:limit], analyze="false")).status_code == 202


async def test_an_early_answer_reaches_a_client_that_is_still_sending(world: World, caller: User) -> None:
    """Twelve megabytes, or any upload without a token, are read to their end: the client sees 413 or 401, no reset."""
    body = b"a" * (12 * 2**20)
    assert (await post(caller, "cv.txt", body)).status_code == 413
    async with client(world.urls[0]) as nobody:
        for _ in range(2):
            answer = await nobody.post(RESUMES, files={"file": ("cv.txt", body[: 5 * 2**20])})
            assert answer.status_code == 401
        too_large = await nobody.post("/api/v1/auth/login", content=body, headers={"Content-Type": "application/json"})
        assert (too_large.status_code, too_large.json()["code"]) == (413, "too_large")


async def test_a_body_that_never_ends_is_cut_off(world: World, caller: User) -> None:
    """The answer 413 comes while the client still sends, the connection is closed, and memory stays flat."""
    host, port = world.urls[0].removeprefix("http://").split(":")
    api = next(part for name, part in world.parts.items() if name.startswith("api"))
    process = psutil.Process(api.child.pid)
    before = process.memory_info().rss
    reader, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST {RESUMES} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: {caller.headers['authorization']}\r\n"
        "Content-Type: multipart/form-data; boundary=limit\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    form = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="cv.txt"\r\n\r\n'
    writer.write(head.encode() + b"%x\r\n%s\r\n" % (len(form), form))
    block = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    sent = 0
    answer = asyncio.create_task(reader.read(4096))
    try:
        while sent < 200 * 2**20:
            writer.write(block)
            await asyncio.wait_for(writer.drain(), 10)
            sent += 65536
    except ConnectionError:
        pass
    finally:
        writer.close()
    assert (await asyncio.wait_for(answer, 10)).startswith(b"HTTP/1.1 413 ")
    assert sent < 32 * 2**20, sent
    assert process.memory_info().rss - before < 48 * 2**20


@pytest.mark.parametrize(
    "url", ["https://www.linkedin.com/in/petra-nowak", "http://pl.linkedin.com/in/petra-nowak/", "linkedin.com/in/x y"]
)
async def test_linkedin_addresses_are_checked_by_pattern(url: str, user: User) -> None:
    """An address of a person's page is stored; anything else is 422 and names the field."""
    answer = await post(user, "cv.txt", WORDS.encode(), linkedin_url=url, analyze="false")
    if url.startswith("http"):
        assert answer.status_code == 202
        listed = (await user.get(RESUMES)).json()["items"]
        assert [item["linkedin_url"] for item in listed] == [url]
    else:
        assert answer.status_code == 422
        assert answer.json()["field"] == "linkedin_url"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/in/petra",
        "https://linkedin.com.example.com/in/petra",
        "https://www.linkedin.com/company/x",
        "javascript:alert(1)//linkedin.com/in/petra",
        "https://www.linkedin.com/in/petra\u0000nowak",
    ],
)
async def test_other_addresses_are_refused(url: str, caller: User) -> None:
    """Lookalikes, companies, scripts and control characters are no person's page."""
    answer = await post(caller, "cv.txt", WORDS.encode(), linkedin_url=url, analyze="false")
    assert answer.status_code == 422, answer.text


async def test_storing_without_analysing(user: User) -> None:
    """`analyze=false` stores only; the analysis can be started later; another word is 422."""
    stored = await user.upload(analyze="false")
    assert (stored["job_id"], stored["status"]) == (None, None)
    assert (await user.get("/api/v1/analyses")).json()["items"] == []
    started = await user.post("/api/v1/analyses", json={"resume_id": stored["resume_id"]})
    assert started.status_code == 202
    await user.wait(started.json()["job_id"])
    assert (await post(user, "cv.txt", b"text", analyze="maybe")).status_code == 422


async def test_versions_count_up_also_at_once(user: User) -> None:
    """Ten uploads at once get ten versions; one after a deletion gets the next, not a used one."""
    await asyncio.gather(*(user.upload(analyze="false") for _ in range(10)))
    items = (await user.get(RESUMES)).json()["items"]
    assert sorted(item["version"] for item in items) == list(range(1, 11))
    newest = max(items, key=lambda item: int(item["version"]))
    await user.delete(f"{RESUMES}/{items[-1]['id']}")
    await user.upload(analyze="false")
    assert (await user.get(RESUMES)).json()["items"][0]["version"] == newest["version"] + 1


async def test_one_resume_per_user_when_so_configured(own_world: World) -> None:
    """A second upload answers 409, also of many at once, until the first is deleted."""
    user = await own_world.user()
    answers = await asyncio.gather(*(post(user, "cv.txt", WORDS.encode(), analyze="false") for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {202: 1, 409: 7}
    kept = next(answer.json()["resume_id"] for answer in answers if answer.status_code == 202)
    assert (await user.delete(f"{RESUMES}/{kept}")).status_code == 204
    await user.upload(analyze="false")


async def test_originals_are_cleared_after_success_only(own_world: World) -> None:
    """KEEP_ORIGINALS=false: content goes with a completed analysis, and stays for the retry of a failed one."""
    good, bad = await own_world.user(), await own_world.user()
    completed, failed = await good.upload(), await bad.upload(BROKEN_PDF, "broken.pdf")
    await good.wait(completed["job_id"])
    await bad.wait(failed["job_id"], "failed")
    assert (await good.get(f"{RESUMES}/{completed['resume_id']}")).json()["original_kept"] is False
    assert (await bad.get(f"{RESUMES}/{failed['resume_id']}")).json()["original_kept"] is True
    database = await own_world.database()
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select user_id::text, content from files where user_id in ($1, $2)", good.id, bad.id
        )
    assert dict(map(tuple, rows)) == {good.id: None, bad.id: BROKEN_PDF}


async def test_analysing_again_without_the_original_says_so(own_world: World) -> None:
    """A cleared file cannot be read again: refused at once with what to do."""
    user = await own_world.user()
    first = await user.upload()
    await user.wait(first["job_id"])
    answer = await user.post("/api/v1/analyses", json={"resume_id": first["resume_id"]})
    assert answer.status_code == 409, answer.text
    assert "upload" in answer.json()["detail"].lower()


async def test_the_same_key_gives_the_same_answer(user: User) -> None:
    """A repeat stores nothing new; another body under the key is 409; without the key everything is new."""
    first = await user.upload(key="k-1")
    assert await user.upload(key="k-1") == first
    conflict = await user.upload(RESUME + "changed", key="k-1", status=409)
    assert conflict["code"] == "conflict"
    assert (await user.upload(key="k-2"))["resume_id"] != first["resume_id"]
    assert len((await user.get(RESUMES)).json()["items"]) == 2


async def test_a_refused_request_does_not_use_up_its_key(user: User) -> None:
    """After a 415 the same key takes the corrected upload."""
    await user.upload(b"MZ" + bytes(100), "cv.exe", key="k", status=415)
    await user.upload(key="k")


async def test_twenty_at_once_with_one_key_are_one_job(user: User) -> None:
    """All get the same answer; one résumé, one analysis."""
    answers = await asyncio.gather(*(user.upload(key="burst") for _ in range(20)))
    assert len({(answer["resume_id"], answer["job_id"]) for answer in answers}) == 1
    assert len((await user.get(RESUMES)).json()["items"]) == 1
    assert len((await user.get("/api/v1/analyses")).json()["items"]) == 1


async def test_keys_are_of_their_user(world: World, user: User) -> None:
    """Somebody else's use of the same key is another request."""
    other = await world.user()
    assert (await user.upload(key="k", analyze="false")) != (await other.upload(key="k", analyze="false"))


async def test_pages_are_stable_under_inserts(user: User) -> None:
    """Paging by cursor meets every item once though new ones arrive in between."""
    made = [(await user.upload(analyze="false"))["resume_id"] for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await user.get(RESUMES, params=params)).json()
        seen += [item["id"] for item in page["items"]]
        await user.upload(analyze="false")
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "cursor", ["garbage", "é", "W10=", "WyJ4Il0=", "WyI1MCIsICIwMTk5YzJmNC1jMGRlLTdhYmMtOGRlZi0wMTIzNDU2Nzg5YWIiXQ=="]
)
async def test_foreign_cursors_are_refused(cursor: str, caller: User) -> None:
    """Garbage, an empty one, one without an id, one of the matches: 400."""
    answer = await caller.get(RESUMES, params={"cursor": cursor})
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "bad_request"


async def test_deletion_takes_everything_with_it(world: World, user: User) -> None:
    """Résumé, file, analyses, profile, chunks and vectors go; lists and ids answer as if they had never been."""
    accepted = await user.upload()
    await user.wait(accepted["job_id"])
    path = f"{RESUMES}/{accepted['resume_id']}"
    assert (await user.delete(path)).status_code == 204
    for gone in (path, f"/api/v1/analyses/{accepted['job_id']}", f"/api/v1/analyses/{accepted['job_id']}/profile"):
        assert (await user.get(gone)).status_code == 404, gone
    assert (await user.delete(path)).status_code == 404
    for name in ("resumes", "analyses"):
        assert (await user.get(f"/api/v1/{name}")).json()["items"] == []
    assert await erased(world, "resume", accepted["resume_id"]) == ["stop_analyses", "forget_vectors", "erase_rows"]
    left = await rows_of(world, user.id)
    for table in ("resumes", "files", "analysis_jobs", "documents", "chunks", "profiles"):
        assert left[table] == 0, table
    database = await world.database()
    async with database.connection() as connection:
        assert not await connection.fetchval("select true from resumes where id = $1", UUID(accepted["resume_id"]))
