"""`vitaeflow login` and `logout`: sign in once, the other commands refresh the session by themselves."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.client import ApiClient
from cli.options import DEFAULT_API, Api, Json
from cli.output import UsageError, emit_json, note, reported


def login(
    email: Annotated[str, typer.Option("--email", prompt="E-mail", help="E-mail address of the account.")],
    api: Api = DEFAULT_API,
    register: Annotated[bool, typer.Option("--register", help="Create the account first.")] = False,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
    as_json: Json = False,
) -> None:
    """Sign in and keep the tokens in your configuration directory (mode 0600)."""
    with reported(as_json=as_json), ApiClient(api) as client:
        client.login(email, _password(from_stdin=password_stdin, confirm=register), register=register)
        if as_json:
            emit_json({"api": client.base_url, "email": email})
        else:
            note(f"signed in at {client.base_url} as {email}")


def logout(api: Api = DEFAULT_API, as_json: Json = False) -> None:
    """End the session and forget its tokens."""
    with reported(as_json=as_json), ApiClient(api) as client:
        ended = client.logout()
        if as_json:
            emit_json({"api": client.base_url, "signed_out": ended})
        else:
            note(f"signed out of {client.base_url}" if ended else f"there was no login for {client.base_url}")


def _password(*, from_stdin: bool, confirm: bool) -> str:
    """Never an option: arguments stand in the shell's history and in the process list."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise UsageError("stdin held no password: pipe it in, or leave --password-stdin out to be asked")
        return password
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=confirm, err=True))
