"""Kind `email`: text and HTML to one address, with the headers by which a mail program ends a subscription.

The message id is made of the notification's: a mail that was sent twice is one in most mailboxes.
"""

from __future__ import annotations

import html
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from adapters.channels.base import Config
from adapters.channels.mail_server import MailServer
from schema.errors import DeliveryRejected, Unprocessable
from schema.jobs import ChannelMessage, MessageItem, SendReceipt

_SUBJECT = 150
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WEB = re.compile(r"https?://[^\s<>\"]+")


def validate(config: Config) -> Config:
    """The configuration to store: `address`. Raises Unprocessable."""
    try:
        address = validate_email(str(config.get("address") or ""), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Unprocessable("The channel needs `address`: an e-mail address.", field="address") from None
    return {"address": address.normalized}


class EmailChannel:
    """Sends by the operator's mail server; without one every message is refused."""

    def __init__(self, mail: MailServer | None) -> None:
        self._mail = mail

    async def send(self, config: Config, message: ChannelMessage, idempotency_key: str) -> SendReceipt:
        """See `Channel.send`; a mail server does not drop repeats, so the receipt never says deduplicated."""
        if self._mail is None:
            raise DeliveryRejected("No mail server is set up: the operator sets SMTP_URL and MAIL_FROM.")
        mail = composed(message, config["address"], idempotency_key, self._mail)
        await self._mail.send(mail, config["address"])
        return SendReceipt(deduplicated=False, receipt_id=str(mail["Message-ID"]))


def composed(message: ChannelMessage, recipient: str, key: str, server: MailServer) -> EmailMessage:
    """The mail. Texts of postings stand in it as text: no header, no tag and no script can come of them."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(server.sender_name, addr_spec=server.address)
    mail["To"] = Address(addr_spec=recipient)
    mail["Subject"] = one_line(message.title)[:_SUBJECT]
    mail["Date"] = format_datetime(message.timestamp)
    mail["Message-ID"] = f"<{message.id or key}@{server.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(as_text(message))
    mail.add_alternative(as_html(message), subtype="html")
    return mail


def one_line(text: str) -> str:
    """Without control characters and line ends: nothing that could begin a header."""
    return " ".join(_CONTROL.sub(" ", text).split())


def as_text(message: ChannelMessage) -> str:
    """The whole message for readers without HTML."""
    parts = [one_line(message.title)]
    for number, item in enumerate(message.items, start=1):
        lines = [f"{number}. {_heading(item)}", one_line(item.place), *_reasons(item)]
        if item.url and _WEB.fullmatch(item.url):
            lines.append(item.url)
        parts.append("\n   ".join(filter(None, lines)))
    parts.append(one_line(message.text))
    if message.unsubscribe_url:
        parts.append(f"No more e-mails like this: {message.unsubscribe_url}")
    return "\n\n".join(filter(None, parts)) + "\n"


def as_html(message: ChannelMessage) -> str:
    """The same as HTML without pictures, styles from elsewhere or scripts: nothing tells that it was opened."""
    body = [f"<h1 style='font-size:1.2em'>{_escaped(message.title)}</h1>"]
    if message.items:
        body.append("<ol>" + "".join(map(_html_item, message.items)) + "</ol>")
    if message.text:
        body.append(f"<p>{_escaped(message.text)}</p>")
    if message.unsubscribe_url:
        address = html.escape(message.unsubscribe_url)
        body.append(f"<p style='color:#666'><a href=\"{address}\">No more e-mails like this</a></p>")
    return (
        "<!doctype html><html><head><meta charset='utf-8'></head>"
        f"<body style='font-family:sans-serif;max-width:40em'>{''.join(body)}</body></html>\n"
    )


def _html_item(item: MessageItem) -> str:
    heading = _escaped(_heading(item))
    if item.url and _WEB.fullmatch(item.url):
        heading = f'<a href="{html.escape(item.url)}" rel="noopener noreferrer">{heading}</a>'
    lines = [f"<strong>{heading}</strong>", *(_escaped(line) for line in (item.place, *_reasons(item)) if line)]
    return f"<li style='margin-bottom:1em'>{'<br>'.join(lines)}</li>"


def _heading(item: MessageItem) -> str:
    return one_line(item.title if item.score is None else f"{item.score} · {item.title}")


def _reasons(item: MessageItem) -> list[str]:
    return [one_line(line) for line in (item.text, *item.lines) if line.strip()]


def _escaped(text: str) -> str:
    return html.escape(one_line(text))
