"""The typed client: errors by name, logins refreshed once, pages followed."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse, Response

from cli.client import ApiClient
from cli.credentials import CredentialStore, Tokens
from cli.output import UsageError
from schema.errors import (
    Conflict,
    NeedsOcr,
    NotFound,
    RateLimited,
    Unauthorized,
    Unavailable,
    Unprocessable,
    VitaeflowError,
)
from tests.cli.service import JOB, Service, problem


def client_of(service: Service, store: CredentialStore, *, key: str | None = "key-1") -> ApiClient:
    """A client with an API key, or with the login in the store."""
    return ApiClient(service.url, api_key=key, store=store)


@pytest.mark.parametrize(
    ("answer", "kind", "detail"),
    [
        (problem(409, "conflict", "it has not failed"), Conflict, "it has not failed"),
        (problem(422, "needs_ocr", "a scan"), NeedsOcr, "a scan"),
        (problem(422, "something_new", "a value"), Unprocessable, "a value"),
        (PlainTextResponse("<html>proxy</html>", 502), Unavailable, "answered 502"),
        (PlainTextResponse("boom", 500), VitaeflowError, "answered 500"),
        (PlainTextResponse("teapot", 418), VitaeflowError, "answered 418"),
    ],
)
def test_answers_become_named_errors(
    service: Service, store: CredentialStore, answer: Response, kind: type[VitaeflowError], detail: str
) -> None:
    """By the problem's code, else by status; an answer of something in between is an error too."""
    service.fail_next = [answer]
    with client_of(service, store) as client, pytest.raises(kind, match=detail) as raised:
        client.analysis(JOB)
    assert type(raised.value) is kind


def test_what_a_problem_carries_is_kept(service: Service, store: CredentialStore) -> None:
    """Request id, fields and the wait that the API asks for reach whoever handles the error."""
    limited = problem(429, "rate_limited", "slow down", request_id="q1", errors=[{"field": "x"}])
    limited.headers["retry-after"] = "7"
    service.fail_next = [limited]
    with client_of(service, store) as client, pytest.raises(RateLimited) as raised:
        client.analysis(JOB)
    assert raised.value.extra == {"status": 429, "request_id": "q1", "errors": [{"field": "x"}], "retry_after": 7}


def test_nobody_listening_is_unavailable_and_says_how_to_start(store: CredentialStore) -> None:
    """A refused connection is not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = ApiClient(f"http://127.0.0.1:{port}", api_key="k", store=store)
    with client, pytest.raises(Unavailable, match="make up"):
        client.analysis(JOB)


def test_an_address_without_scheme_is_a_usage_error(store: CredentialStore) -> None:
    """`--api localhost:8000` is answered with how to write it."""
    with pytest.raises(UsageError, match="http://"):
        ApiClient("localhost:8000", store=store)


def test_without_login_or_key_the_next_step_is_said(service: Service, store: CredentialStore) -> None:
    """No request goes out that could only be refused."""
    with client_of(service, store, key=None) as client, pytest.raises(Unauthorized, match="vitaeflow login"):
        client.analysis(JOB)
    assert service.requests == []


def test_a_login_is_stored_and_used(service: Service, store: CredentialStore) -> None:
    """What login answers is what the next command sends."""
    with client_of(service, store, key=None) as client:
        client.login("ada@example.com", "correct horse")
    with client_of(service, store, key=None) as client:
        assert client.analysis(JOB).status == "completed"


def test_an_expired_access_token_is_refreshed_once_and_stored(service: Service, store: CredentialStore) -> None:
    """The person does not sign in again every quarter of an hour."""
    with store.exclusive():
        store.put(service.url, Tokens(access_token="expired", refresh_token="refresh-1"))
    with client_of(service, store, key=None) as client:
        client.analysis(JOB)
        client.analysis(JOB)
    assert service.refreshes == 1
    assert store.get(service.url) == Tokens(access_token="access-2", refresh_token="refresh-2")


def test_commands_at_the_same_time_spend_a_refresh_token_once(service: Service, store: CredentialStore) -> None:
    """A second use of a spent refresh token would end the session: the later command takes what the earlier got."""
    with store.exclusive():
        store.put(service.url, Tokens(access_token="expired", refresh_token="refresh-1"))
    states: list[str] = []

    def command() -> None:
        with client_of(service, store, key=None) as client:
            states.append(client.analysis(JOB).status)

    threads = [threading.Thread(target=command) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert states == ["completed"] * 4
    assert service.refreshes == 1


def test_an_ended_session_is_forgotten(service: Service, store: CredentialStore) -> None:
    """When the refresh token is refused too, the message is to sign in, and the next command does not try again."""
    with store.exclusive():
        store.put(service.url, Tokens(access_token="expired", refresh_token="spent"))
    with client_of(service, store, key=None) as client, pytest.raises(Unauthorized, match="expired"):
        client.analysis(JOB)
    assert store.get(service.url) is None


def test_a_refused_api_key_is_not_refreshed(service: Service, store: CredentialStore) -> None:
    """A wrong key is the answer; the stored login of somebody else is not tried instead."""
    with store.exclusive():
        store.put(service.url, Tokens(access_token="access-1", refresh_token="refresh-1"))
    with client_of(service, store, key="wrong") as client, pytest.raises(Unauthorized):
        client.analysis(JOB)
    assert service.refreshes == 0


def test_logout_tells_the_api_and_forgets(service: Service, store: CredentialStore) -> None:
    """The session ends on both sides; without one there is nothing to do."""
    with client_of(service, store, key=None) as client:
        client.login("ada@example.com", "correct horse")
        assert client.logout()
        assert not client.logout()
    assert service.requests.count("POST /auth/logout") == 1
    assert store.get(service.url) is None


def test_upload_sends_name_content_and_link(service: Service, store: CredentialStore, tmp_path: Path) -> None:
    """The API gets the bytes as they are, with the link beside them, and is asked to start."""
    file = tmp_path / "Resümé.pdf"
    file.write_bytes(b"%PDF-1.7\x00\xff")
    with client_of(service, store) as client:
        upload = client.upload(file, linkedin_url="https://linkedin.com/in/ada")
    assert service.uploads == [("Resümé.pdf", b"%PDF-1.7\x00\xff", "https://linkedin.com/in/ada")]
    assert (upload.job_id, upload.resume_id) == (JOB, "r1")


def test_pages_are_followed_to_the_limit(service: Service, store: CredentialStore) -> None:
    """A list longer than a page comes whole, and never longer than asked for."""
    service.items["jobs"] = [{"title": str(number)} for number in range(5)]
    with client_of(service, store) as client:
        assert [item["title"] for item in client.items("/jobs", limit=100)] == ["0", "1", "2", "3", "4"]
        assert [item["title"] for item in client.items("/jobs", limit=3)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="cv.pdf"', "cv.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        (r'attachment; filename="..\..\boot.ini"', "boot.ini"),
        ('attachment; filename=".."', f"resume_analysis_{JOB}.pdf"),
        ("attachment", f"resume_analysis_{JOB}.pdf"),
    ],
)
def test_a_file_name_from_the_network_never_has_a_folder(
    service: Service, store: CredentialStore, header: str, name: str
) -> None:
    """A server cannot make the client write elsewhere."""
    service.export = (b"%PDF", "application/pdf", header)
    with client_of(service, store) as client:
        assert client.export(JOB, "pdf").filename == name


def test_unknown_jobs_are_not_found(service: Service, store: CredentialStore) -> None:
    """The API's own words reach the person."""
    with client_of(service, store) as client, pytest.raises(NotFound, match="no such analysis"):
        client.analysis("other")
