"""What Breezy's fields become."""

from __future__ import annotations

from adapters.outbound import OutboundClient
from schema.jobs import JobLocation, Salary
from tests.adapters.boards.recorded import RECORDED
from tests.adapters.web_server import WebServer

BOARD = RECORDED["breezy"]


async def test_fields_become_ours(server: WebServer, http: OutboundClient) -> None:
    """Objects with names, pay in words, a flag for remote work."""
    trainer, writer = (await BOARD.postings(server, http)).values()
    assert (trainer.company, writer.company) == ("Beanline", "Named Ltd")
    assert trainer.locations == [JobLocation(raw="Guelph, ON", city="Guelph", region="Ontario", country="CA")]
    assert (trainer.workplace, writer.workplace) == ("unknown", "remote")
    assert (trainer.employment_type, writer.employment_type) == ("full_time", "contract")
    assert trainer.posted_at == "2026-11-02T12:00:00+00:00"


async def test_pay_in_words_is_kept_to_be_read(server: WebServer, http: OutboundClient) -> None:
    """Without bounds of its own; no words are no pay."""
    trainer, writer = (await BOARD.postings(server, http)).values()
    assert trainer.salary == Salary(source="parsed", raw="CA$52,000 - CA$60,000 / yr")
    assert writer.salary is None


async def test_a_row_without_text_is_incomplete(server: WebServer, http: OutboundClient) -> None:
    """The board gives the text only to those who ask for verbose rows, and not always."""
    trainer, writer = (await BOARD.postings(server, http)).values()
    assert (trainer.description, trainer.description_complete) == ("Train baristas.", True)
    assert not writer.description_complete
