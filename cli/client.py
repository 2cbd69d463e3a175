"""A small typed client of the HTTP API: one method per call that a command needs, named errors for all that goes wrong.

An API key is used as it is. The tokens of a login are refreshed once when the API answers 401; the new ones are stored
before they are used, because the old refresh token is spent by then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel

from cli.credentials import CredentialStore, Tokens
from cli.output import UsageError
from cli.problems import error_of
from schema.errors import Unauthorized, Unavailable
from schema.profile import Profile

PREFIX = "/api/v1"
PAGE_SIZE = 100


class Upload(BaseModel):
    """What an accepted upload answers."""

    resume_id: str
    job_id: str
    status: str


class Failure(BaseModel):
    """Why an analysis failed, at which stage, and whether a retry may help."""

    code: str
    message: str
    stage: str | None = None
    retryable: bool = False


class Analysis(BaseModel):
    """One analysis as it stands; `progress` is per cent."""

    job_id: str
    status: str
    resume_id: str | None = None
    stage: str | None = None
    progress: int = 0
    current_step: str | None = None
    error: Failure | None = None
    created_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def finished(self) -> bool:
        """Nothing more happens without somebody's retry."""
        return self.status in ("completed", "failed", "cancelled")


class Download(BaseModel):
    """A file from the API; `filename` is a bare name, whatever the header said."""

    content: bytes
    media_type: str
    filename: str


class ApiClient:
    """The API at `base_url`, called as the owner of `api_key` or of the stored login."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        store: CredentialStore | None = None,
        timeout_seconds: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            raise UsageError(f"{base_url} is not an address: --api needs http://host:port or https://host")
        self._api_key = api_key
        self._store = store or CredentialStore()
        self._http = httpx.Client(base_url=self.base_url, timeout=timeout_seconds, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    @property
    def websocket_url(self) -> str:
        """The address of the live updates."""
        return "ws" + self.base_url.removeprefix("http") + PREFIX + "/ws"

    def token(self) -> str:
        """The bearer token to send; `Unauthorized` says how to get one."""
        if self._api_key:
            return self._api_key
        tokens = self._store.get(self.base_url)
        if tokens is None:
            raise Unauthorized(
                f"no login for {self.base_url}: run `vitaeflow login --api {self.base_url}` or set VITAEFLOW_API_KEY"
            )
        return tokens.access_token

    def login(self, email: str, password: str, *, register: bool = False) -> None:
        """Sign in (or create the account first) and store the tokens."""
        path = "/auth/register" if register else "/auth/login"
        answer = self._send("POST", path, json={"email": email, "password": password})
        with self._store.exclusive():
            self._store.put(self.base_url, Tokens.model_validate(answer.json()))

    def logout(self) -> bool:
        """End the session at the API and forget its tokens; False when there was none."""
        with self._store.exclusive():
            tokens = self._store.get(self.base_url)
            if tokens is None:
                return False
            self._store.remove(self.base_url)
        self._send("POST", "/auth/logout", json={"refresh_token": tokens.refresh_token}, token=tokens.access_token)
        return True

    def upload(self, file: Path, *, linkedin_url: str | None = None) -> Upload:
        """Hand in a résumé and start its analysis."""
        form = {"analyze": "true"} | ({"linkedin_url": linkedin_url} if linkedin_url else {})
        answer = self._call("POST", "/resumes", files={"file": (file.name, file.read_bytes())}, data=form)
        return Upload.model_validate(answer.json())

    def analysis(self, job_id: str) -> Analysis:
        """The state of one analysis."""
        return Analysis.model_validate(self._call("GET", f"/analyses/{job_id}").json())

    def retry(self, job_id: str) -> None:
        """Let a failed analysis go on at the stage that failed; `Conflict` unless it failed."""
        self._call("POST", f"/analyses/{job_id}/retry")

    def replay(self, kind: Literal["deliveries", "channels"], identity: str) -> dict[str, Any]:
        """Send a dead delivery again, or all of a channel; the answer as it is."""
        answer: dict[str, Any] = self._call("POST", f"/{kind}/{identity}/replay").json()
        return answer

    def profile(self, job_id: str) -> Profile:
        """The profile of a completed analysis."""
        return Profile.model_validate(self._call("GET", f"/analyses/{job_id}/profile").json())

    def export(self, job_id: str, fmt: str) -> Download:
        """One export of a completed analysis."""
        answer = self._call("GET", f"/analyses/{job_id}/export", params={"format": fmt})
        media_type = answer.headers.get("content-type", "application/octet-stream").partition(";")[0]
        fallback = f"resume_analysis_{job_id}.{fmt}"
        return Download(content=answer.content, media_type=media_type, filename=_filename(answer, fallback))

    def file(self, path: str, params: dict[str, Any] | None = None) -> Download:
        """A list as a file; its name is the last part of the path."""
        answer = self._call("GET", path, params=params or {})
        media_type = answer.headers.get("content-type", "application/octet-stream").partition(";")[0]
        return Download(content=answer.content, media_type=media_type, filename=path.rpartition("/")[2])

    def send(self, method: Literal["GET", "POST", "PATCH"], path: str, **body: Any) -> dict[str, Any]:
        """One call with a JSON body, and its answer as it is."""
        answer: dict[str, Any] = self._call(method, path, **({"json": body} if body else {})).json()
        return answer

    def items(
        self,
        path: str,
        params: dict[str, Any] | None = None,
        *,
        limit: int,
        notice: Callable[[str], None] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Items of a list, page after page, at most `limit`; what the API has to say of the list goes to `notice`."""
        query = {key: value for key, value in (params or {}).items() if value is not None}
        while limit > 0:
            page = self._call("GET", path, params=query | {"limit": min(limit, PAGE_SIZE)}).json()
            if notice:
                for line in page.get("notices") or ():
                    notice(line)
            yield from page["items"][:limit]
            limit -= len(page["items"])
            if not page["items"] or not page.get("next_cursor"):
                return
            query["cursor"] = page["next_cursor"]

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """A call as the signed-in user, with one refresh of a stored login."""
        token = self.token()
        try:
            return self._send(method, path, token=token, **request)
        except Unauthorized:
            if self._api_key:
                raise
            return self._send(method, path, token=self._refreshed(token), **request)

    def _refreshed(self, spent: str) -> str:
        """A new access token. Another command may have got one while this one waited for the lock: then it is that."""
        with self._store.exclusive():
            tokens = self._store.get(self.base_url)
            if tokens is None:
                return self.token()
            if tokens.access_token != spent:
                return tokens.access_token
            try:
                answer = self._send("POST", "/auth/refresh", json={"refresh_token": tokens.refresh_token})
            except Unauthorized:
                self._store.remove(self.base_url)
                raise Unauthorized("the login has expired: run `vitaeflow login` again") from None
            renewed = Tokens.model_validate(answer.json())
            self._store.put(self.base_url, renewed)
            return renewed.access_token

    def _send(self, method: str, path: str, *, token: str | None = None, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = self._http.request(method, PREFIX + path, headers=headers, **request)
        except httpx.HTTPError as error:
            raise Unavailable(
                f"no answer from {self.base_url} ({type(error).__name__}): is it running? `make up` starts it, "
                "--api or VITAEFLOW_API names another address"
            ) from None
        if answer.is_success:
            return answer
        raise error_of(answer)


def _filename(answer: httpx.Response, fallback: str) -> str:
    """The last part of the name that the header gives: a server may not choose a folder."""
    found = re.search(r'filename="?([^";]+)', answer.headers.get("content-disposition", ""))
    name = Path(found[1].replace("\\", "/")).name if found else ""
    return name if name.strip(". ") else fallback
