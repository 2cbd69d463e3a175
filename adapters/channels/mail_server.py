"""The operator's mail server: a few connections that are used again, and its answers in our errors."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import aiosmtplib

from schema.errors import ConfigurationError, DeliveryError, DeliveryRejected

_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
_ADVICE = "SMTP_URL must be smtps://, smtp:// (STARTTLS) or smtp+plain://, then user:password@host:port."


class _Server(NamedTuple):
    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None


def _parsed(url: str) -> _Server:
    """Raises ConfigurationError, which never repeats the address: a password stands in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError(_ADVICE) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ConfigurationError(_ADVICE)
    user, password = (unquote(value) if value else None for value in (parts.username, parts.password))
    return _Server(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password)


class MailServer:
    """Hands mail to one server. `smtp` insists on STARTTLS, `smtps` is TLS from the start, `smtp+plain` has none.

    Raises ConfigurationError for an address or sender that cannot be used.
    """

    def __init__(self, url: str, sender: str | None, *, connections: int = 4, timeout: float = 20.0) -> None:
        self._server = _parsed(url)
        name, self.address = parseaddr(sender or "")
        if "@" not in self.address or "\n" in self.address:
            raise ConfigurationError("MAIL_FROM must be the address that e-mails come from; set it beside SMTP_URL.")
        self.sender_name = name or "vitaeflow"
        self._timeout = timeout
        self._slots = asyncio.Semaphore(connections)
        self._idle: list[aiosmtplib.SMTP] = []

    @property
    def domain(self) -> str:
        """Of the sender: the right-hand side of message ids."""
        return self.address.rpartition("@")[2]

    async def send(self, message: EmailMessage, recipient: str) -> None:
        """Returns once the server has taken the message.

        Raises: DeliveryRejected (the server refuses this recipient or message for good), DeliveryError.
        """
        try:
            async with self._slots, self._connection() as connection:
                await connection.send_message(message, sender=self.address, recipients=[recipient])
        except aiosmtplib.SMTPAuthenticationError as error:
            # the operator's mistake, not the message's: the same mail goes through once it is mended
            raise DeliveryError("The mail server refused the user or password of SMTP_URL.") from error
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _answer(max(each.code for each in refused.recipients)) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _answer(error.code) from None
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
            raise DeliveryError(
                f"The mail server could not be reached or hung up ({type(error).__name__}).",
                unanswered=not isinstance(error, (aiosmtplib.SMTPConnectError, ssl.SSLError)),
            ) from None

    async def close(self) -> None:
        """Say goodbye on all idle connections."""
        while self._idle:
            connection = self._idle.pop()
            try:
                await connection.quit()
            except (aiosmtplib.SMTPException, OSError):
                connection.close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        connection = await self._reused() or await self._opened()
        try:
            yield connection
        except aiosmtplib.SMTPResponseException:
            # an answer was read to its end: the next message may follow
            self._idle.append(connection)
            raise
        except BaseException:
            connection.close()
            raise
        else:
            self._idle.append(connection)

    async def _reused(self) -> aiosmtplib.SMTP | None:
        """A connection that still answers: servers end idle ones without a word."""
        while self._idle:
            connection = self._idle.pop()
            try:
                await connection.rset()
            except (aiosmtplib.SMTPException, OSError):
                connection.close()
            else:
                return connection
        return None

    async def _opened(self) -> aiosmtplib.SMTP:
        server = self._server
        connection = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.scheme == "smtps",
            start_tls=server.scheme == "smtp",
            tls_context=None if server.scheme == "smtp+plain" else ssl.create_default_context(),
            timeout=self._timeout,
        )
        await connection.connect()
        return connection


def _answer(code: int) -> DeliveryError:
    """4xx may pass later, 5xx will not. Its words may repeat the recipient, so only the number is told."""
    kind = DeliveryRejected if 500 <= code < 600 else DeliveryError
    return kind(f"The mail server answered {code}.", smtp_status=code)
