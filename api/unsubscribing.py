"""Where the link in an e-mail leads: it switches that channel off, without signing in.

Opening the link only asks, because mail scanners open every link; the button, and the one click of a mail program
(RFC 8058), are POSTs.
"""

from __future__ import annotations

import html
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from adapters.postgres import queries
from api.deps import StateDep
from api.errors import problem_responses
from api.state import AppState
from domain.notifying import channel_of_token
from schema.errors import NotFound

router = APIRouter(prefix="/api/v1/unsubscribe", tags=["notifications"], responses=problem_responses(404))

Token = Annotated[str, Query(max_length=200, description="from the link in an e-mail")]


@router.get("", response_class=HTMLResponse)
async def ask_to_unsubscribe(state: StateDep, token: Token) -> HTMLResponse:
    """A page with one button."""
    channel_id = _channel(state, token)
    async with state.database.connection() as connection:
        name = await queries.channel_name(connection, channel_id=channel_id)
    if name is None:
        raise _unknown()
    return _page(
        f"<p>E-mails of the channel “{html.escape(name)}” will end. Matches stay in the app.</p>"
        "<form method='post'><button>End these e-mails</button></form>"
    )


@router.post("", response_class=HTMLResponse)
async def unsubscribe(state: StateDep, token: Token) -> HTMLResponse:
    """Switch the channel off. Doing it again changes nothing."""
    channel_id = _channel(state, token)
    async with state.database.transaction() as connection:
        if await queries.channel_name(connection, channel_id=channel_id) is None:
            raise _unknown()
        await queries.unsubscribe_channel(connection, channel_id=channel_id)
    return _page("<p>Done: these e-mails have ended. You can enable the channel again in your settings.</p>")


def _channel(state: AppState, token: str) -> UUID:
    channel_id = channel_of_token(state.settings.jwt_secret.get_secret_value(), token)
    if channel_id is None:
        raise _unknown()
    return channel_id


def _unknown() -> NotFound:
    return NotFound("This link is not one of ours, or its channel is gone; you get no e-mails from it")


def _page(body: str) -> HTMLResponse:
    return HTMLResponse(
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>E-mails</title></head>"
        f"<body style='font-family:sans-serif;margin:3em auto;max-width:30em'>{body}</body></html>"
    )
