"""When two postings are one: the source's own id, an id of the hiring system behind an address, and the content.

Company and title alone never identify a posting: agencies list many vacancies under one pair.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import NamedTuple
from urllib.parse import unquote

from domain.matching.companies import company_key
from domain.matching.cues import plain
from domain.matching.titles import normalised_title
from schema.jobs import Posting

COMPARED_CHARACTERS = 400
# Hiring systems whose public addresses hold a stable id, also inside a redirect's query.
_SYSTEMS = (
    (
        "greenhouse",
        re.compile(r"boards(?:\.eu)?\.greenhouse\.io/(?:embed/)?[\w-]+/jobs/(\d+)", re.IGNORECASE),
    ),
    ("greenhouse", re.compile(r"[?&]gh_jid=(\d+)", re.IGNORECASE)),
    ("lever", re.compile(r"jobs(?:\.eu)?\.lever\.co/[\w.-]+/([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE)),
    ("ashby", re.compile(r"jobs\.ashbyhq\.com/[^/]+/([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE)),
    ("workable", re.compile(r"apply\.workable\.com/(?:[\w-]+/)?j/([0-9A-Z]{8,12})", re.IGNORECASE)),
    ("smartrecruiters", re.compile(r"jobs\.smartrecruiters\.com/[\w-]+/(\d{9,})", re.IGNORECASE)),
)


class DedupeKeys(NamedTuple):
    """Keys in the order they are to be tried; two postings that share one are the same vacancy."""

    source: str
    system: str | None
    fingerprint: bytes


def dedupe_keys(source: str, posting: Posting) -> DedupeKeys:
    """All keys of a posting; `source` is the id of the source that listed it."""
    return DedupeKeys(f"{source}:{posting.external_id}", system_key(posting.url), fingerprint(posting))


def system_key(url: str | None) -> str | None:
    """`greenhouse:123` when the address, or one escaped inside it, is of a known hiring system."""
    address = unquote(unquote(url or ""))
    found = ((name, pattern.search(address)) for name, pattern in _SYSTEMS)
    return next((f"{name}:{match[1].lower()}" for name, match in found if match), None)


def fingerprint(posting: Posting) -> bytes:
    """32 bytes that are equal for one vacancy listed twice: employer, title, country, workplace, start of the text.

    Names of its own cities are left out: one vacancy posted for thirty cities is one vacancy.
    """
    cities = [plain(place.city) for place in posting.locations if place.city]
    parts = [
        company_key(posting.company),
        _without(normalised_title(posting.title), cities),
        ",".join(sorted({place.country for place in posting.locations if place.country})),
        "remote" if posting.workplace == "remote" else "",
        _without(plain(posting.description[: 4 * COMPARED_CHARACTERS]), cities)[:COMPARED_CHARACTERS],
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def content_hash(posting: Posting) -> bytes:
    """32 bytes that change when anything a reader or the rubric sees changes; the untouched payload does not count."""
    content = posting.model_dump(mode="json", exclude={"raw", "posted_at"})
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def _without(text: str, phrases: list[str]) -> str:
    for phrase in filter(None, phrases):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
    return " ".join(text.split())
