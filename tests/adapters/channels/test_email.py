"""E-mail to a real SMTP server on the loopback: what arrives, what a posting cannot do, what failures mean."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from adapters.channels import MailServer, channel_for, validate_config
from adapters.outbound import OutboundClient
from schema.errors import ConfigurationError, DeliveryError, DeliveryRejected, Unprocessable
from schema.jobs import ChannelMessage, MessageItem, SendReceipt
from tests.fakes.mail_receiver import MailReceiver

LINK = "https://jobs.example.com/api/v1/unsubscribe?token=abc"


@pytest.fixture
def receiver() -> Iterator[MailReceiver]:
    """A mail server that keeps what it gets."""
    with MailReceiver() as running:
        yield running


@asynccontextmanager
async def mail_to(receiver: MailReceiver, url: str | None = None, **more: float) -> AsyncIterator[MailServer]:
    """Our side of it."""
    server = MailServer(url or receiver.url, "Jobs <jobs@example.com>", timeout=more.get("timeout", 5))
    yield server
    await server.close()


def message(*items: MessageItem, title: str = "2 new matching jobs", **more: str | None) -> ChannelMessage:
    """A digest."""
    return ChannelMessage.model_validate(
        {
            "id": "0199c2f5-1004-7abc-8def-0123456789ab",
            "type": "digest.ready",
            "timestamp": datetime(2026, 11, 20, tzinfo=UTC),
            "title": title,
            "items": list(items),
            **more,
        }
    )


async def send(mail: MailServer | None, said: ChannelMessage, address: str = "ana@example.org") -> SendReceipt:
    """By the channel of its kind."""
    async with OutboundClient() as http:
        return await channel_for("email", http, mail=mail).send({"address": address}, said, "key")


def parsed(raw: bytes) -> EmailMessage:
    """As a mail program reads it."""
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def parts(raw: bytes) -> tuple[str, str]:
    """Text and HTML."""
    mail = parsed(raw)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


async def test_text_and_html_arrive_with_their_headers(receiver: MailReceiver) -> None:
    """Both parts say the same; a mail program can end the subscription with one click."""
    item = MessageItem(
        title="Bäckerin — Łódź & Söhne", url="https://example.com/j/1", score=81, place="Brno", lines=["+ Brot"]
    )
    async with mail_to(receiver) as mail:
        receipt = await send(mail, message(item, unsubscribe_url=LINK, text="Not listed here: 3 more."))
    (raw,) = receiver.messages
    got = parsed(raw)
    assert (got["From"], got["To"], got["Subject"]) == (
        "Jobs <jobs@example.com>",
        "ana@example.org",
        "2 new matching jobs",
    )
    assert got["Message-ID"] == receipt.receipt_id == "<0199c2f5-1004-7abc-8def-0123456789ab@example.com>"
    assert got["List-Unsubscribe"] == f"<{LINK}>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["Auto-Submitted"] == "auto-generated"
    assert not receipt.deduplicated
    for part in parts(raw):
        for said in ("81 · Bäckerin", "Brno", "+ Brot", "Not listed here: 3 more.", "https://example.com/j/1", LINK):
            assert said in part
    assert "Łódź & Söhne" in parts(raw)[0]
    assert "Łódź &amp; Söhne" in parts(raw)[1]
    assert receiver.envelopes == [("jobs@example.com", ["ana@example.org"])]


async def test_a_repeat_has_the_same_message_id(receiver: MailReceiver) -> None:
    """Mailboxes that drop repeats can; without a public address there is no link to nowhere."""
    async with mail_to(receiver) as mail:
        for _ in range(2):
            await send(mail, message())
    first, second = map(parsed, receiver.messages)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["List-Unsubscribe"] is None


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
async def test_nothing_in_a_posting_becomes_a_header(receiver: MailReceiver, end: str) -> None:
    """A title with line ends stays one subject, whichever line end it is."""
    evil = f"Cook{end}Bcc: victim@example.net{end}{end}<script>alert(1)</script>"
    async with mail_to(receiver) as mail:
        await send(mail, message(MessageItem(title=evil, place=evil, text=evil, lines=[evil]), title=evil))
    got = parsed(receiver.messages[0])
    assert got["Bcc"] is None
    assert got["Subject"].startswith("Cook Bcc: victim")
    assert receiver.envelopes[0][1] == ["ana@example.org"]


async def test_nothing_in_a_posting_becomes_html(receiver: MailReceiver) -> None:
    """Tags, quotes and links of another kind are text; a dot alone on a line ends no message."""
    item = MessageItem(
        title="<img src=x onerror=alert(1)> Cook",
        url="javascript:alert(1)",
        text='"><script>alert(1)</script>',
        lines=[".", "<a href='https://evil.example'>here</a>"],
    )
    more = MessageItem(title="Baker", url='https://example.com/"onmouseover="alert(1)')
    async with mail_to(receiver) as mail:
        await send(mail, message(item, more, MessageItem(title="last")))
    text, html = parts(receiver.messages[0])
    assert "last" in text
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html + text
    assert "evil.example'>" not in html
    assert "onmouseover" not in html


@pytest.mark.parametrize(("code", "kind"), [(550, DeliveryRejected), (451, DeliveryError), (421, DeliveryError)])
async def test_answers_are_told_apart(receiver: MailReceiver, code: int, kind: type[DeliveryError]) -> None:
    """5xx is for good, 4xx is tried again; the address is in no message of ours."""
    receiver.answer_recipient = f"{code} no such box: ana@example.org"
    async with mail_to(receiver) as mail:
        with pytest.raises(DeliveryError) as caught:
            await send(mail, message())
        assert type(caught.value) is kind
        assert "ana" not in f"{caught.value} {caught.value.extra}"
        receiver.answer_recipient = None
        await send(mail, message())
    assert len(receiver.messages) == 1


async def test_connections_are_used_again(receiver: MailReceiver) -> None:
    """Fifty messages at once take a handful of connections, and one that was cut in between costs nothing."""
    async with mail_to(receiver) as mail:
        await asyncio.gather(*(send(mail, message()) for _ in range(50)))
        assert receiver.connections <= 4
        receiver.hang_up()
        await send(mail, message())
    assert len(receiver.messages) == 51


async def test_a_server_that_is_away_or_silent_is_tried_again(receiver: MailReceiver) -> None:
    """Refused, hanging, and without the TLS that the configuration insists on."""
    async with mail_to(receiver, "smtp+plain://127.0.0.1:1") as away:
        with pytest.raises(DeliveryError, match="could not be reached") as caught:
            await send(away, message())
        assert caught.value.extra["unanswered"] is False
    receiver.delay = 3
    async with mail_to(receiver, timeout=0.2) as slow:
        with pytest.raises(DeliveryError, match="could not be reached") as caught:
            await send(slow, message())
        assert caught.value.extra["unanswered"] is True
    receiver.delay = 0
    async with mail_to(receiver, receiver.url.replace("smtp+plain", "smtp")) as unsafe:
        with pytest.raises(DeliveryError, match="could not be reached"):
            await send(unsafe, message())
    assert receiver.messages == []


async def test_starttls_and_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """`smtp://` encrypts before it says who it is; a wrong password is the operator's to mend, so it is tried again."""
    with MailReceiver(tls=True, user="jobs", password="p@ss word") as guarded:
        monkeypatch.setenv("SSL_CERT_FILE", guarded.certificate)
        async with mail_to(guarded, f"smtp://jobs:p%40ss%20word@localhost:{guarded.port}") as mail:
            await send(mail, message())
        assert guarded.encrypted == [True]
        async with mail_to(guarded, f"smtp://jobs:wrong@localhost:{guarded.port}") as mail:
            with pytest.raises(DeliveryError, match="user or password") as caught:
                await send(mail, message())
        assert caught.value.retryable
        monkeypatch.delenv("SSL_CERT_FILE")
        async with mail_to(guarded, f"smtp://jobs:p%40ss%20word@localhost:{guarded.port}") as mail:
            with pytest.raises(DeliveryError):
                await send(mail, message())
    assert len(guarded.messages) == 1


async def test_without_a_mail_server_messages_are_refused() -> None:
    """The dead letter says what the operator has to set."""
    with pytest.raises(DeliveryRejected, match="SMTP_URL"):
        await send(None, message())


@pytest.mark.parametrize(
    ("url", "sender", "names"),
    [
        ("http://localhost", "a@example.com", "SMTP_URL"),
        ("smtp://", "a@example.com", "SMTP_URL"),
        ("smtp://host:99999", "a@example.com", "SMTP_URL"),
        ("smtp://user:secret@host", None, "MAIL_FROM"),
        ("smtp://user:secret@host", "nobody", "MAIL_FROM"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused(url: str, sender: str | None, names: str) -> None:
    """It names the variable and never repeats the password."""
    with pytest.raises(ConfigurationError, match=names) as caught:
        MailServer(url, sender)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["", None, "nobody", "a@b@c", "a\nBcc: x@example.com", 7])
def test_addresses_are_checked(address: object) -> None:
    """What is no address is refused by the name of its field."""
    with pytest.raises(Unprocessable) as caught:
        validate_config("email", {"address": address})
    assert caught.value.extra["field"] == "address"
