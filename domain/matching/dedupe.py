"""When two postings are one: the source's own id, an id of the hiring system behind an address, and the content.

Company and title alone never identify a posting: agencies list many vacancies under one pair.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import NamedTuple
from urllib.parse import unquote

from rapidfuzz.distance import Indel

from domain.matching.companies import company_key
from domain.matching.cues import plain
from domain.matching.facts import FACTS_VERSION
from domain.matching.titles import normalised_title
from schema.jobs import Posting

COMPARED_CHARACTERS = 400
LEAST_CHARACTERS = 60
"""A text shorter than this says nothing that would tell a vacancy from another of the same employer and title."""
ALIKE = 0.85
"""Two whole texts that share so much are one but for a few words, such as a street or a contact."""
# Hiring systems whose public addresses hold a stable id, also inside a redirect's query.
_SYSTEMS = (
    (
        "greenhouse",
        re.compile(r"boards(?:\.eu)?\.greenhouse\.io/(?:embed/)?[\w-]+/jobs/(\d+)", re.IGNORECASE),
    ),
    ("greenhouse", re.compile(r"[?&]gh_jid=(\d+)", re.IGNORECASE)),
    ("lever", re.compile(r"jobs(?:\.eu)?\.lever\.co/[\w.-]+/([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE)),
    ("ashby", re.compile(r"jobs\.ashbyhq\.com/[^/]+/([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE)),
    ("ashby", re.compile(r"[?&]ashby_jid=([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE)),
    ("workable", re.compile(r"apply\.workable\.com/(?:[\w-]+/)?j/([0-9A-Z]{8,12})", re.IGNORECASE)),
    ("smartrecruiters", re.compile(r"jobs\.smartrecruiters\.com/[\w-]+/(\d{9,})", re.IGNORECASE)),
    ("recruitee", re.compile(r"(?<=//)([\w-]+\.recruitee\.com/o/[\w-]+)", re.IGNORECASE)),
    ("personio", re.compile(r"(?<=//)([\w-]+\.jobs\.personio\.(?:de|com)/job/\d+)", re.IGNORECASE)),
    ("teamtailor", re.compile(r"(?<=//)([\w-]+\.teamtailor\.com/jobs/\d+)", re.IGNORECASE)),
    ("breezy", re.compile(r"(?<=//)([\w-]+\.breezy\.hr/p/[0-9a-f]{8,})", re.IGNORECASE)),
    ("bamboohr", re.compile(r"(?<=//)([\w-]+\.bamboohr\.com/careers/\d+)", re.IGNORECASE)),
    ("workday", re.compile(r"(?<=//)([\w-]+)\.wd\d+\.myworkdayjobs\.com/[^?#\s]*_([A-Za-z]{0,6}-?\d{3,}(?:-\d+)?)")),
)


class DedupeKeys(NamedTuple):
    """Keys in the order they are to be tried; two postings that share one are the same vacancy.

    `group` is no such key: it joins one vacancy in several countries, for showing it as one line. `fingerprint` of a
    posting that says too little is of this posting alone. `text` is empty for one that is not complete.
    """

    source: str
    system: str | None
    fingerprint: bytes
    group: bytes
    text: str


def dedupe_keys(source: str, posting: Posting) -> DedupeKeys:
    """All keys of a posting; `source` is the id of the source that listed it."""
    own = f"{source}:{posting.external_id}"
    system = system_key(posting.apply_url) or system_key(posting.url)
    cities = [plain(place.city) for place in posting.locations if place.city]
    text = _without(plain(posting.description), cities)
    if len(text) < LEAST_CHARACTERS:
        alone = hashlib.sha256(own.encode()).digest()
        return DedupeKeys(own, system, alone, alone, "")
    whole = text if posting.description_complete else ""
    return DedupeKeys(own, system, fingerprint(posting), _digest(_identity(posting, cities, text)), whole)


def system_key(url: str | None) -> str | None:
    """`greenhouse:123` when the address, or one escaped inside it, is of a known hiring system."""
    address = unquote(unquote(url or ""))
    found = ((name, pattern.search(address)) for name, pattern in _SYSTEMS)
    return next((f"{name}:{':'.join(match.groups()).lower()}" for name, match in found if match), None)


def fingerprint(posting: Posting) -> bytes:
    """32 bytes that are equal for one vacancy listed twice: employer, title, country, workplace, start of the text.

    Names of its own cities are left out: one vacancy posted for thirty cities is one vacancy.
    """
    cities = [plain(place.city) for place in posting.locations if place.city]
    text = _without(plain(posting.description[: 4 * COMPARED_CHARACTERS]), cities)
    countries = ",".join(sorted({place.country for place in posting.locations if place.country}))
    return _digest([*_identity(posting, cities, text), countries, "remote" if posting.workplace == "remote" else ""])


def content_hash(posting: Posting) -> bytes:
    """32 bytes that change when anything a reader or the rubric sees changes; the untouched payload does not count.

    A new version of facts changes them too, so that the next answer of a source is read anew.
    """
    content = posting.model_dump(mode="json", exclude={"raw", "posted_at", "updated_at"}) | {"facts": FACTS_VERSION}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def same_text(one: str, other: str) -> bool:
    """Whether two texts of one source are of one vacancy. Vacancies of an employer often begin alike and part later.

    An empty text contradicts nothing: it is one that was not complete.
    """
    if not one or not other or one == other:
        return True
    return Indel.normalized_similarity(one.split(), other.split(), score_cutoff=ALIKE) > 0


def _identity(posting: Posting, cities: list[str], text: str) -> list[str]:
    return [
        company_key(posting.company),
        _without(normalised_title(posting.title), cities),
        text[:COMPARED_CHARACTERS],
    ]


def _digest(parts: list[str]) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def _without(text: str, phrases: list[str]) -> str:
    for phrase in filter(None, phrases):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
    return " ".join(text.split())
