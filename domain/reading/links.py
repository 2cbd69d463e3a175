"""Links of a person: addresses, and user names beside the name of a network."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from domain.reading.lexicon import fold, words
from domain.reading.sections import Row
from domain.reading.spans import Span

EMAIL = re.compile(r"[A-Za-z0-9][\w.!#$%&'*+/=?^`{|}~-]*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()|,;·•]+|"
    r"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,10})(?![\w@])(?:/[^\s<>()|,;·•]*)?",
    re.IGNORECASE,
)
ICONS = "⌂☎✉🌐📍📞📧🏠✆🖂📱🔗🏡🖥☏" + "".join(map(chr, range(0xF000, 0xF00F)))
NETWORKS = {
    "linkedin": "LinkedIn", "github": "GitHub", "gitlab": "GitLab", "xing": "XING", "twitter": "Twitter", "x": "X",
    "stackoverflow": "Stack Overflow", "behance": "Behance", "dribbble": "Dribbble", "medium": "Medium",
    "kaggle": "Kaggle", "orcid": "ORCID", "researchgate": "ResearchGate", "facebook": "Facebook",
    "instagram": "Instagram", "youtube": "YouTube",
    "bitbucket": "Bitbucket", "mastodon": "Mastodon", "huggingface": "Hugging Face",
}  # fmt: skip
_HANDLE = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._-]{2,38}")


@dataclass(frozen=True, slots=True)
class Link:
    """A page: `network` is None for the person's own; `url` or `handle` is what was written."""

    span: Span
    network: str | None = None
    username: str | None = None
    is_url: bool = True


def without_accents(text: str) -> str:
    """Latin letters as they stand in user names and e-mail addresses."""
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", text.replace("đ", "d").replace("ł", "l"))
        if not unicodedata.combining(c)
    )


def network_of(host_or_word: str) -> str | None:
    """The network that a host or a word names, None for any other."""
    for part in re.split(r"[./\s:()]+", host_or_word.casefold()):
        if part in NETWORKS and (part != "x" or "x.com" in host_or_word.casefold()):
            return NETWORKS[part]
    return None


def _link(span: Span) -> Link:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", span.text).rstrip("/")
    host, _, path = bare.partition("/")
    network = network_of(host)
    return Link(span, network, path.split("?")[0].rsplit("/", 1)[-1] or None if network else None)


def read_links(pieces: list[tuple[str | None, Span, int]], rows: list[Row], name: Span | None) -> list[Link]:
    """Every link once, addresses before user names; e-mail addresses are none."""
    links: list[Link] = []
    seen: set[tuple[str | None, str]] = set()
    for _, piece, _ in pieces:
        for found in _URL.finditer(piece.text):
            span = piece.cut(found.start(), found.end()).strip(" .,;/" if not found[0].startswith("http") else " .,;")
            if "@" in span.text or (EMAIL.search(piece.text) and span.text in (EMAIL.search(piece.text) or [""])[0]):
                continue
            link = _link(span)
            key = (
                link.network,
                (link.username or re.sub(r"^(?:https?://)?(?:www\.)?", "", span.text)).rstrip("/").casefold(),
            )
            if key not in seen:
                seen.add(key)
                links.append(link)
    known = {link.network for link in links}
    links += [link for link in _handles(rows, name) if link.network not in known]
    return links


def _handles(rows: list[Row], name: Span | None) -> list[Link]:
    """User names beside or below the name of a network, and bare ones made of the person's name."""
    links: list[Link] = []
    own = [w for w in words(without_accents(name.text)) if len(w) > 2] if name else []
    for i, row in enumerate(rows):
        plain = row.span.strip(" :()" + ICONS)
        network = NETWORKS.get(fold(plain.text))
        below = rows[i + 1].span.strip(" :" + ICONS) if i + 1 < len(rows) else None
        if network and below and _HANDLE.fullmatch(below.text):
            links.append(Link(below, network, below.text.lstrip("@"), is_url=False))
            continue
        beside = re.fullmatch(r"(\w+)[\s:]+(@?[\w.-]{3,39})|(@?[\w.-]{3,39})\s*\((\w+)\)", plain.text)
        if beside and (network := NETWORKS.get(fold(beside[1] or beside[4]))):
            group = 2 if beside[2] else 3
            span = plain.cut(beside.start(group), beside.end(group))
            if not _URL.fullmatch(span.text):
                links.append(Link(span, network, span.text.lstrip("@"), is_url=False))
        elif (
            _HANDLE.fullmatch(plain.text)
            and re.search(r"[\d._-]", plain.text)
            and any(w in plain.text.casefold() for w in own)
            and not any(link.span.text == plain.text for link in links)
            and not _URL.fullmatch(plain.text)
        ):
            links.append(Link(plain, None, plain.text, is_url=False))
    return links
