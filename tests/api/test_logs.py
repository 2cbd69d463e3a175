"""Logs of API and worker: JSON lines with ids, without personal data."""

from __future__ import annotations

import json
import subprocess
import sys
from uuid import UUID

from temporalio.client import WorkflowExecutionStatus

from schema.temporal_names import analysis_workflow_id
from tests.api.estate import CANARIES, PRIVATE_RESUME
from tests.api.test_analyses import running, standstill
from tests.api.test_auth import AUTH
from tests.world import SECRET, User, World, eventually

RESUME_WORDS = ("Zuzana", "Kovářová", "+420", "Masaryk", "Quillpond", "Brightleaf")


async def make_noise(world: World, user: User) -> None:
    """Good and bad requests, with personal data wherever a client can put it."""
    async with standstill(world):
        accepted = await running(user)
        await user.delete(f"/api/v1/analyses/{accepted['job_id']}")
        run = (await world.temporal()).get_workflow_handle(analysis_workflow_id(UUID(accepted["job_id"])))

        async def ended() -> bool:
            return (await run.describe()).status is WorkflowExecutionStatus.TERMINATED

        await eventually(ended)
    accepted = await user.upload(
        PRIVATE_RESUME, "Quorvax Zellinbrook.txt", linkedin_url="https://linkedin.com/in/quorvax"
    )
    await user.wait(accepted["job_id"])
    await user.get(f"/api/v1/analyses/{accepted['job_id']}/export", params={"format": "pdf"})
    for name, content in (
        ("Quorvax.pdf", b"%PDF-1.7\n1 0 obj Quorvax"),
        ("Quorvax.docx", b"PK\x03\x04word/[Content_Types].xml"),
    ):
        broken = await user.upload(content, name)
        await user.wait(broken["job_id"], "failed")
    await user.upload(b"MZ Quorvax" + bytes(100), "Quorvax.exe", status=415)
    await user.post(f"{AUTH}/login", json={"email": user.email, "password": "Thrumvale canary"})
    await user.post(f"{AUTH}/register", json={"email": user.email, "password": "Thrumvale canary"})
    await user.patch("/api/v1/me", json={"name": "Quorvax\u0000"})
    await user.get("/api/v1/jobs", params={"q": "Quorvax"})
    await user.get("/api/v1/Quorvax")
    await user.get("/api/v1/me", headers={"Authorization": "Bearer Quorvax", "X-Request-Id": "Quorvax Zellinbrook"})
    await user.delete("/api/v1/resumes/" + accepted["resume_id"])


async def test_logs_are_json_lines_without_personal_data(world: World, user: User) -> None:
    """Every line is an object with time, level and event; no e-mail, name, token, or word of a résumé is in it."""
    await make_noise(world, user)

    async def lines_of_the_library() -> bool:
        # the deleted analysis was being read: Temporal's own code says that nobody wants the result
        return any("sdk_core" in log.read_text() for log in world.state_dir.glob("worker*.log"))

    await eventually(lines_of_the_library)
    lines = [line for log in world.state_dir.glob("*.log") for line in log.read_text().splitlines()]
    events = [json.loads(line) for line in lines]
    assert all({"event", "level", "timestamp"} <= set(event) for event in events)
    text = "\n".join(lines)
    secret = [user.email, user.tokens["access_token"], user.tokens["refresh_token"], SECRET, "canary", "@example.com"]
    assert [word for word in (*CANARIES, *RESUME_WORDS, *secret) if word in text] == []
    requests = [event for event in events if event["event"] == "request"]
    assert {"POST", "GET", "DELETE"} <= {event["method"] for event in requests}
    assert all(event["request_id"] and event["route"] and event["status"] for event in requests)
    # routes are templates: an id in each would make a series each
    assert not any(user.id in event["route"] for event in requests)
    failed = [event for event in events if event["event"] == "activity failed"]
    assert all(event["workflow_id"] and event["activity"] and event["code"] for event in failed)
    assert {"unreadable_document"} <= {event["code"] for event in failed}


def test_exceptions_are_logged_by_class_and_place_only() -> None:
    """An exception's message may quote a row or a document: neither our logger nor a library's writes it."""
    program = (
        "import logging, structlog\n"
        "from adapters.observability import configure_logging\n"
        "configure_logging('info')\n"
        "def place():\n"
        "    secret = 'canary'\n"
        "    raise KeyError('canary')\n"
        "for report in (structlog.get_logger().error, logging.getLogger('library').error):\n"
        "    try:\n"
        "        place()\n"
        "    except KeyError:\n"
        "        report('it broke', exc_info=True)\n"
    )
    written = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    events = [json.loads(line) for line in written.stderr.splitlines()]
    assert [(event["event"], event["exception"]) for event in events] == [("it broke", "KeyError")] * 2
    assert all(any(frame.endswith(" place") for frame in event["frames"]) for event in events)
    assert "canary" not in written.stderr + written.stdout
