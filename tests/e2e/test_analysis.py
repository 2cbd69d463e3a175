"""A résumé goes in, a checked profile comes out: over HTTP and WebSocket, on real parts."""

from __future__ import annotations

from tests.world import User


async def test_upload_gives_every_stage_once_and_a_profile(user: User) -> None:
    """Upload → six events in order, each once → the profile of the person who was uploaded."""
    async with user.listen() as listener:
        accepted = await user.upload()
        assert accepted["status"] == "pending"
        messages = await listener.until("completed")
    payloads = [message["payload"] for message in messages]
    assert [(p["stage"], p["progress"], p["status"]) for p in payloads] == [
        ("queued", 0, "pending"),
        ("extracting_text", 10, "processing"),
        ("chunking", 30, "processing"),
        ("generating_embeddings", 50, "processing"),
        ("analyzing", 70, "processing"),
        ("completed", 100, "completed"),
    ]
    ids = [message["id"] for message in messages]
    assert ids == sorted(set(ids))
    profile = await user.profile(accepted["job_id"])
    assert payloads[-1]["profile"] == profile
    assert profile["basics"]["name"] == "Zuzana Kovářová"
    assert [work["name"] for work in profile["work"]] == ["Quillpond Systems", "Brightleaf Works"]
