"""Files that are no résumé of one person, from upload to what the user is told."""

from __future__ import annotations

from tests.domain.reading.kinds import NEAR, OTHERS, soup
from tests.world import RESUME, User


async def test_letter_soup_fails_at_extraction_with_what_to_do(user: User) -> None:
    """No profile, and a reason that no retry would change."""
    job_id = (await user.upload(soup(RESUME)))["job_id"]
    error = (await user.wait(job_id, "failed"))["error"]
    assert (error["code"], error["stage"], error["retryable"]) == ("unreadable_document", "extracting_text", False)
    assert "export the résumé again" in error["message"]


async def test_an_invoice_completes_with_nobody_in_it(user: User) -> None:
    """The state is in the profile; no name, no address, no judgement."""
    job_id = (await user.upload(OTHERS["invoice-en"]))["job_id"]
    await user.wait(job_id)
    profile = await user.profile(job_id)
    assert profile["meta"]["vitaeflow"]["quality"]["state"] == "not_a_resume"
    assert "billing@harrowgate.example.com" not in str(profile)
    assert "resume_score" not in profile["meta"]["vitaeflow"]


async def test_two_resumes_complete_with_the_first(user: User) -> None:
    """The second person's values do not come in."""
    job_id = (await user.upload(f"{RESUME}\n{NEAR['lawyer']}"))["job_id"]
    await user.wait(job_id)
    profile = await user.profile(job_id)
    assert profile["meta"]["vitaeflow"]["quality"]["state"] == "several_people"
    assert profile["basics"]["name"] == "Zuzana Kovářová"
    assert "Greaves" not in str(profile["work"])
