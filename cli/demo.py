"""`vitaeflow demo`: the whole product once, on real parts: résumé → profile → exports, postings → told on a channel."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import httpx
import typer
import websockets

from cli.matches import print_reasons
from cli.options import Json
from cli.output import emit_json, note, progress_bar, stdout, table
from cli.profile_view import profile_view
from cli.receiver import Receiver
from cli.signals import until_stopped
from schema.errors import ConfigurationError, Unavailable, VitaeflowError
from schema.profile import Profile
from schema.settings import Settings, get_settings

if TYPE_CHECKING:
    from workers.supervisor import Stack

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
RESUME = EXAMPLES / "resume" / "sample-resume.pdf"
POSTINGS = EXAMPLES / "jobs" / "postings.json"
FORMATS = ("json", "csv", "pdf", "docx")
_WAIT_SECONDS = 60.0
_EXPLAINED = 2
"""Matches shown with every reason."""


@dataclass
class Report:
    """What demo.json holds."""

    job_id: str = ""
    profile: dict[str, Any] = field(default_factory=dict)
    exports: list[str] = field(default_factory=list)
    matches: list[dict[str, Any]] = field(default_factory=list)
    after_feedback: list[dict[str, Any]] = field(default_factory=list)
    notifications: list[dict[str, Any]] = field(default_factory=list)
    delivered: dict[str, Any] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        started = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - started, 3)


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything up afterwards, until Ctrl-C.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for the exports and demo.json.")] = Path("demo-out"),
    as_json: Json = False,
) -> None:
    """Start everything, analyse the sample résumé, match the sample postings, deliver a notification, stop."""
    if not RESUME.exists():
        raise ConfigurationError("The examples are not beside the program; run the demo from a clone of the repository")
    report = Report()
    asyncio.run(until_stopped(_run(report, out, keep=keep, quiet=as_json)))
    if as_json:
        emit_json(report.__dict__)


async def _run(report: Report, out: Path, *, keep: bool, quiet: bool) -> None:
    from workers.supervisor import Stack

    with Receiver() as receiver:
        settings = _settings(get_settings(), receiver)
        started = time.monotonic()
        async with Stack(settings, say=note) as stack:
            report.seconds["start"] = round(time.monotonic() - started, 3)
            note(f"Ready in {report.seconds['start']:.1f} s: Temporal UI {stack.ui_url} · API {stack.api_url}/docs")
            await _session(stack, report, receiver, out, quiet=quiet)
            if keep:
                note(f"\nStill up: Temporal UI {stack.ui_url} · API {stack.api_url}/docs. Stop with Ctrl-C.")
                await stack.watch()
    note(f"Everything is stopped. The exports and demo.json stand in {out}/")


def _settings(settings: Settings, receiver: Receiver) -> Settings:
    """A state of its own, made anew each time: the demo shows what an empty installation does."""
    state_dir = settings.state_dir / "demo"
    changes = {
        "state_dir": state_dir,
        "environment": "demo",
        "sources_dir": POSTINGS.parent,
        "allow_private_targets": [*settings.allow_private_targets, receiver.address],
    }
    if settings.database_url is None:
        shutil.rmtree(state_dir, ignore_errors=True)
    return settings.model_copy(update=changes)


async def _session(stack: Stack, report: Report, receiver: Receiver, out: Path, *, quiet: bool) -> None:
    async with _account(stack.api_url) as (http, token):
        with report.step("analysis"):
            report.job_id = await _analyse(http, stack.api_url, token)
        report.profile = await _get(http, f"/analyses/{report.job_id}/profile")
        if not quiet:
            stdout.print(profile_view(Profile.model_validate(report.profile)))
        with report.step("exports"):
            report.exports = await _export(http, report.job_id, out)
        channel = await _post(
            http, "/channels", kind="webhook", name="demo", config={"url": f"http://{receiver.address}/"}
        )
        receiver.secret = channel["secret"]
        with report.step("matching"):
            await _match(http, report, receiver)
    if not quiet:
        _show(report)
    (out / "demo.json").write_text(json.dumps(report.__dict__, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@asynccontextmanager
async def _account(api_url: str) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    async with httpx.AsyncClient(base_url=f"{api_url}/api/v1", timeout=30) as http:
        email = f"demo-{secrets.token_hex(4)}@example.com"
        session = await _post(http, "/auth/register", email=email, password=secrets.token_urlsafe(), name="Demo")
        http.headers["Authorization"] = f"Bearer {session['access_token']}"
        yield http, session["access_token"]


async def _analyse(http: httpx.AsyncClient, api_url: str, token: str) -> str:
    """Upload, then follow the run over the WebSocket."""
    async with websockets.connect(f"{api_url.replace('http', 'ws', 1)}/api/v1/ws") as socket:
        await socket.send(json.dumps({"type": "auth", "token": token}))
        await socket.recv()
        answer = await http.post("/resumes", files={"file": (RESUME.name, RESUME.read_bytes(), "application/pdf")})
        job_id: str = _checked(answer)["job_id"]
        with progress_bar() as bar:
            task = bar.add_task("queued", total=100)
            while True:
                message = json.loads(await asyncio.wait_for(socket.recv(), _WAIT_SECONDS))
                payload = message["payload"]
                bar.update(task, completed=payload["progress"], description=payload["stage"])
                if bar.disable:
                    note(f"  {payload['progress']:>3} %  {payload['stage']}")
                if payload["status"] == "completed":
                    return job_id
                if payload["status"] == "failed":
                    raise VitaeflowError(f"The analysis failed: {payload['error_message']}")


async def _export(http: httpx.AsyncClient, job_id: str, out: Path) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240  nothing else runs in this process
    names = []
    for fmt in FORMATS:
        answer = await http.get(f"/analyses/{job_id}/export", params={"format": fmt})
        _raise_for(answer)
        name = f"resume_analysis_{job_id}.{fmt}"
        (out / name).write_bytes(answer.content)
        names.append(name)
        note(f"  wrote {out / name} ({len(answer.content):,} bytes)")
    return names


async def _match(http: httpx.AsyncClient, report: Report, receiver: Receiver) -> None:
    """Read the postings, wait until the person was told on the channel."""
    await _post(http, "/sources", kind="file", name="sample postings", location=str(POSTINGS))
    report.delivered = await asyncio.to_thread(receiver.message, _WAIT_SECONDS)
    if report.delivered is None:
        raise Unavailable("No notification arrived within a minute; look at the workflows in the Temporal UI")
    report.matches = (await _get(http, "/matches"))["items"]
    report.notifications = (await _get(http, "/notifications"))["items"]
    report.after_feedback = await _say(http, report.matches)


async def _say(http: httpx.AsyncClient, matches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Want nothing like the worst match; the matches as they stand then."""
    if len(matches) > 1:
        answer = await http.patch(f"/matches/{matches[-1]['id']}", json={"feedback": "not_this"})
        _raise_for(answer)
    after: list[dict[str, Any]] = (await _get(http, "/matches"))["items"]
    return after


def _show(report: Report) -> None:
    stdout.print()
    rows = [_row(match) for match in report.matches]
    stdout.print(table("Ranked jobs", ("score", "title", "company", "advice", "why"), rows, numeric=("score",)))
    stdout.print()
    for match in report.matches[:_EXPLAINED]:
        print_reasons(match)
    before = {match["id"]: match["score"] for match in report.matches}
    moved = [f"{m['title']} {before[m['id']]} → {m['score']}" for m in report.after_feedback if m["adjustments"]]
    if moved:
        stdout.print()
        note(f"After “not this” to the last one: {', '.join(moved)}; taking it back undoes it")
    assert report.delivered is not None
    note(f"Notification delivered once, signature verified: {report.delivered['data']['total']} new matching jobs")
    note("Seconds: " + " · ".join(f"{name} {value}" for name, value in report.seconds.items()))


def _row(match: dict[str, Any]) -> tuple[object, ...]:
    analysis = match["analysis"]
    return match["score"], match["title"], match["company"], analysis["recommendation"], analysis["explanation"]


async def _get(http: httpx.AsyncClient, path: str) -> Any:
    return _checked(await http.get(path))


async def _post(http: httpx.AsyncClient, path: str, **body: Any) -> Any:
    return _checked(await http.post(path, json=body))


def _checked(answer: httpx.Response) -> Any:
    _raise_for(answer)
    return answer.json()


def _raise_for(answer: httpx.Response) -> None:
    if answer.is_error:
        request = answer.request
        raise VitaeflowError(f"{request.method} {request.url.path} answered {answer.status_code}: {answer.text}")
