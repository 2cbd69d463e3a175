"""Accounts: registration, sign-in, refresh tokens, access tokens, limits."""

from __future__ import annotations

import base64
import json
import secrets
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from tests.api.hosting import hosted_api
from tests.world import SECRET, User, World, make_world

PASSWORD = "a long password"
AUTH = "/api/v1/auth"


def client(url: str, token: str | None = None) -> httpx.AsyncClient:
    """A caller with or without a token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    # nothing here is TLS, and loading the certificates takes longer than most requests
    return httpx.AsyncClient(base_url=url, headers=headers, verify=False)


def address() -> str:
    """An e-mail address nobody has."""
    return f"{secrets.token_hex(6)}@example.com"


async def refresh(user: User, token: str) -> httpx.Response:
    """POST /auth/refresh."""
    return await user.post(f"{AUTH}/refresh", json={"refresh_token": token})


async def test_an_address_registers_once_whatever_its_case(user: User) -> None:
    """The second registration answers 409 and makes no second account, also in capitals."""
    for email in (user.email, user.email.upper()):
        answer = await user.post(f"{AUTH}/register", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 409, answer.text
        assert answer.json()["code"] == "conflict"
    answer = await user.post(f"{AUTH}/login", json={"email": user.email.title(), "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["user"]["id"] == user.id


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "too short"), ("password", "x" * 201), ("email", "not an address"), ("name", "n" * 201)],
)
async def test_unacceptable_values_are_named_and_not_repeated(field: str, value: str, caller: User) -> None:
    """422 with the path of the field; the value itself is not sent back."""
    body = {"email": address(), "password": PASSWORD, field: value}
    answer = await caller.post(f"{AUTH}/register", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"body.{field}"]
    assert value not in answer.text


async def test_passwords_are_stored_as_argon2id(world: World, user: User) -> None:
    """The table holds an argon2id hash, and refresh tokens as digests only."""
    database = await world.database()
    async with database.connection() as connection:
        stored = await connection.fetchval("select password_hash from users where id = $1", user.id)
        token = await connection.fetchval("select token_hash from refresh_tokens where user_id = $1", user.id)
    assert stored.startswith("$argon2id$")
    assert user.tokens["refresh_token"].encode() not in token
    assert len(token) == 32


async def test_the_first_account_is_admin_and_later_ones_by_setting(
    postgres: str, temporal: str, session_dir: Path
) -> None:
    """An empty installation's first account is its admin; afterwards ADMIN_EMAILS says who is."""
    async with (
        await make_world(postgres, temporal, session_dir) as world,
        hosted_api(world, admin_emails=["boss@example.com"]) as url,
        client(url) as http,
    ):
        emails = ("first@example.com", "second@example.com", "BOSS@example.com")
        answers = [await http.post(f"{AUTH}/register", json={"email": e, "password": PASSWORD}) for e in emails]
        assert [answer.json()["user"]["role"] for answer in answers] == ["admin", "user", "admin"]


async def test_a_wrong_sign_in_does_not_say_what_was_wrong(caller: User) -> None:
    """A known and an unknown address get the same answer in about the same time."""

    async def attempt(email: str) -> tuple[float, dict[str, Any]]:
        started = time.perf_counter()
        answer = await caller.post(f"{AUTH}/login", json={"email": email, "password": "wrong password"})
        assert answer.status_code == 401
        return time.perf_counter() - started, {**answer.json(), "request_id": ""}

    await attempt(caller.email)
    known = [await attempt(caller.email) for _ in range(7)]
    unknown = [await attempt(address()) for _ in range(7)]
    assert known[0][1] == unknown[0][1]
    ratio = statistics.median(t for t, _ in known) / statistics.median(t for t, _ in unknown)
    assert 0.4 < ratio < 2.5, ratio


async def test_a_refresh_token_works_once_and_gives_the_next(user: User) -> None:
    """Rotation: each answer holds new tokens that work."""
    first = user.tokens["refresh_token"]
    answer = await refresh(user, first)
    assert answer.status_code == 200
    session = answer.json()
    assert session["refresh_token"] != first
    assert session["expires_in"] == 15 * 60
    async with client(str(user.base_url), session["access_token"]) as renewed:
        assert (await renewed.get("/api/v1/me")).json()["id"] == user.id


async def test_reuse_of_a_refresh_token_ends_its_session_only(user: User) -> None:
    """A spent token used again revokes what came of it; another sign-in of the same account goes on."""
    other = (await user.post(f"{AUTH}/login", json={"email": user.email, "password": PASSWORD})).json()
    stolen = user.tokens["refresh_token"]
    newest = (await refresh(user, stolen)).json()["refresh_token"]
    assert (await refresh(user, stolen)).status_code == 401
    assert (await refresh(user, newest)).status_code == 401
    assert (await refresh(user, other["refresh_token"])).status_code == 200


async def test_logout_ends_the_session(user: User) -> None:
    """The refresh token is worth nothing afterwards; an unknown one is ended already."""
    token = user.tokens["refresh_token"]
    for secret in (token, token, "unknown"):
        assert (await user.post(f"{AUTH}/logout", json={"refresh_token": secret})).status_code == 204
    assert (await refresh(user, token)).status_code == 401


async def test_an_old_refresh_token_is_refused(world: World, user: User) -> None:
    """After its life a refresh token answers 401."""
    database = await world.database()
    async with database.transaction() as connection:
        await connection.execute(
            "update refresh_tokens set expires_at = now() - interval '1 second' where user_id = $1", user.id
        )
    assert (await refresh(user, user.tokens["refresh_token"])).status_code == 401


def token_of(user: User, secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    """A token like ours with some claims changed; None takes one out."""
    good = {"sub": user.id, "aud": "vitaeflow", "exp": datetime.now(UTC) + timedelta(minutes=5)}
    return jwt.encode({k: v for k, v in {**good, **claims}.items() if v is not None}, secret, algorithm=algorithm)


def unsigned(user: User) -> str:
    """A token with `alg: none`."""

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part({'sub': user.id, 'aud': 'vitaeflow', 'exp': 2**33})}."


async def test_only_tokens_of_ours_that_are_valid_now_are_taken(caller: User) -> None:
    """Expired, forged, for another audience, without an end, unsigned, of nobody, or no token at all: 401."""
    bad = {
        "expired": token_of(caller, exp=datetime.now(UTC) - timedelta(seconds=1)),
        "forged": token_of(caller, secret="another secret that is long enough for HS256"),
        "algorithm": token_of(caller, secret=SECRET * 2, algorithm="HS512"),
        "audience": token_of(caller, aud="somebody else"),
        "no audience": token_of(caller, aud=None),
        "no end": token_of(caller, exp=None),
        "no subject": token_of(caller, sub=None),
        "no id": token_of(caller, sub="admin"),
        "nobody": token_of(caller, sub=str(uuid4())),
        "unsigned": unsigned(caller),
        "garbage": "garbage",
        "key": "vf_unknown",
        "refresh token": caller.tokens["refresh_token"],
    }
    for name, token in bad.items():
        async with client(str(caller.base_url), token) as http:
            answer = await http.get("/api/v1/me")
        assert answer.status_code == 401, name
        assert answer.json()["code"] == "unauthorized", name
        assert token not in answer.text, name
    async with client(str(caller.base_url), token_of(caller)) as http:
        assert (await http.get("/api/v1/me")).status_code == 200


async def test_sign_in_attempts_are_limited(world: World) -> None:
    """More than the limit per minute answers 429 with Retry-After, for one account and for one address."""
    async with hosted_api(world, login_attempts_per_minute=3) as url, client(url) as http:
        # a minute may turn in between: then counting begins anew, once
        answers = [await http.post(f"{AUTH}/login", json={"email": address(), "password": "x"}) for _ in range(8)]
        limited = [answer for answer in answers if answer.status_code == 429]
        assert limited
        assert {answer.status_code for answer in answers} == {401, 429}
        assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in limited)
        assert limited[0].json()["code"] == "rate_limited"
        assert limited[0].headers["content-type"] == "application/problem+json"


async def test_requests_are_limited_by_user(world: World) -> None:
    """One user's flood answers 429 and leaves another user alone."""
    async with hosted_api(world, requests_per_minute=4):
        flooding, quiet = await world.user(api=-1), await world.user(api=-1)
        answers = [await flooding.get("/api/v1/me") for _ in range(10)]
        limited = [answer for answer in answers if answer.status_code == 429]
        assert limited
        assert int(limited[0].headers["retry-after"]) >= 1
        assert (await quiet.get("/api/v1/me")).status_code == 200
