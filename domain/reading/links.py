"""Links of a person: addresses, and user names beside the name of a network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.reading.lexicon import fold, lexicon, words
from domain.reading.spans import Span
from domain.reading.wrapping import TOP_LEVEL, find_tight, unbroken
from domain.skills import canonical_skill, category_of

EMAIL = re.compile(
    r"[A-Za-z0-9][\w.!#$%&'*+/=?^`{|}~-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()|,;·•\u3000-\u9fff\uff00-\uffef]+|"
    r"(?<![\w@.+-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,10})(?![\w@])(?:/[^\s<>()|,;·•\u3000-\u9fff]*)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
ICONS = "⌂☎✉🌐📍📞📧🏠✆🖂📱🔗🏡🖥☏🖳💻✍🕾🔖" + "".join(map(chr, range(0xE000, 0xF8FF)))
NETWORKS = {
    "linkedin": "LinkedIn", "github": "GitHub", "gitlab": "GitLab", "xing": "XING", "twitter": "Twitter", "x": "X",
    "stackoverflow": "Stack Overflow", "stack overflow": "Stack Overflow", "behance": "Behance",
    "dribbble": "Dribbble", "medium": "Medium", "kaggle": "Kaggle", "orcid": "ORCID", "researchgate": "ResearchGate",
    "facebook": "Facebook", "instagram": "Instagram", "youtube": "YouTube", "bitbucket": "Bitbucket",
    "mastodon": "Mastodon", "huggingface": "Hugging Face", "tiktok": "TikTok", "pinterest": "Pinterest",
    "telegram": "Telegram", "skype": "Skype", "academia": "Academia.edu", "artstation": "ArtStation",
    "codepen": "CodePen", "leetcode": "LeetCode", "soundcloud": "SoundCloud", "vimeo": "Vimeo", "threads": "Threads",
    "bluesky": "Bluesky", "bsky": "Bluesky", "wantedly": "Wantedly", "qiita": "Qiita", "zhihu": "Zhihu",
    "gitee": "Gitee", "weibo": "Weibo", "goldenline": "GoldenLine", "malt": "Malt", "upwork": "Upwork",
}  # fmt: skip
_NETWORK_NAMES = frozenset(NETWORKS.values())
_HANDLE = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._-]{2,38}")
_BESIDE = re.compile(
    r"(?P<before>[^\W\d_]+(?: overflow)?)(?:\s*:\s*|\s+[–—-]\s+|\s+)(?P<after>(?:in/)?@?[\w.-]{3,39}/?)|"
    r"(?P<first>@?[\w.-]{3,39})\s*\((?P<network>\w+)\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A page: `network` is None for the person's own; `is_url` tells an address from a user name."""

    span: Span
    network: str | None = None
    username: str | None = None
    is_url: bool = True

    @property
    def url(self) -> str | None:
        """The address as written, without the white space that a narrow column put into it."""
        return self.span.tight if self.is_url else None


def without_accents(text: str) -> str:
    """Latin letters as they stand in user names and e-mail addresses."""
    plain = text.replace("đ", "d").replace("ł", "l").replace("Đ", "D").replace("Ł", "L").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def network_of(host_or_word: str) -> str | None:
    """The network that a host or a word names, None for any other."""
    for part in re.split(r"[./\s:()]+", host_or_word.casefold()):
        if part in NETWORKS and (part != "x" or "x.com" in host_or_word.casefold()):
            return NETWORKS[part]
    return None


def emails_in(span: Span) -> Iterator[Span]:
    """The e-mail addresses of a row, also one that was broken over lines."""
    return find_tight(EMAIL, span) if "@" in span.text else iter(())


def urls_in(span: Span) -> Iterator[Span]:
    """The addresses of a row. Without scheme and `www.` the ending must be one that sites have."""
    if "." not in span.text and ":" not in span.text:
        return
    mail = list(emails_in(span))
    for found in find_tight(_URL, span):
        url = found.strip(" .,;:'\"")
        if "@" in url.tight.split("/")[0] or any(m.start <= url.start < m.end for m in mail):
            continue
        if _is_address(url.tight):
            yield url


def _is_address(written: str) -> bool:
    """Not `M.Sc`, not `ASP.NET`, not two sentences without a blank between them."""
    if re.match(r"https?://|www\.", written, re.IGNORECASE):
        return True
    host, _, path = written.partition("/")
    last = host.rsplit(".", 1)[-1]
    if not (last.islower() or host.isupper()) or not (last.lower() in TOP_LEVEL or _is_country(last)):
        return False
    known = category_of(canonical_skill(host)) or host in lexicon().words["degrees"]
    return bool(path) or (not known and len(host) - len(last) > 3)


def _is_country(ending: str) -> bool:
    return ending.upper() in lexicon().country_codes or ending == "uk"


def _link(span: Span) -> Link:
    bare = _BARE.sub("", span.tight).rstrip("/")
    host, _, path = bare.partition("/")
    network = network_of(host)
    username = path.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or None
    return Link(span, network, username if network else None)


def _key(link: Link) -> str:
    """What two spellings of one page have in common."""
    return (link.username or _BARE.sub("", link.span.tight)).rstrip("/").casefold()


def read_links(pieces: Sequence[tuple[str | None, Span]], name: Span | None) -> list[Link]:
    """Every link of these pieces once, addresses before user names; e-mail addresses are none.

    A piece comes with the kind of its label; the label of a network's own name is that network (`LinkedIn`).
    """
    links: dict[tuple[str | None, str], Link] = {}
    for _, span in pieces:
        for url in urls_in(span):
            link = _link(url)
            links.setdefault((link.network, _key(link)), link)
    found = list(links.values())
    known = {link.network for link in found}
    users = {link.username for link in found}
    return found + [link for link in _handles(pieces, name) if link.network not in known and link.username not in users]


def _handles(pieces: Sequence[tuple[str | None, Span]], name: Span | None) -> list[Link]:
    """User names beside or below the name of a network, and bare ones made of the person's name."""
    links: list[Link] = []
    own = [w for w in words(without_accents(name.text)) if len(w) > 2] if name else []
    for label, span in pieces:
        plain = span.strip(" :()" + ICONS)
        if not plain or any(emails_in(plain)) or any(urls_in(plain)):
            continue
        if label in _NETWORK_NAMES and _HANDLE.fullmatch(unbroken(plain)):
            links.append(_handle(plain, label))
        elif beside := _beside(plain):
            links.append(beside)
        elif _is_own_handle(unbroken(plain), own) and not any(link.username == plain.tight for link in links):
            links.append(_handle(plain, None))
    return links


def _handle(span: Span, network: str | None) -> Link:
    return Link(span, network, span.tight.strip("/").removeprefix("in/").lstrip("@"), is_url=False)


def _beside(span: Span) -> Link | None:
    """`GitHub: ada` or `ada (GitHub)`, also over a line break."""
    found = _BESIDE.fullmatch(span.text)
    if not found:
        return None
    network = NETWORKS.get(fold(found["before"] or found["network"]))
    group = "after" if found["after"] else "first"
    handle = span.cut(found.start(group), found.end(group))
    if network is None or handle.text in ("www", "http", "https") or not re.search(r"[a-z\d]", handle.text):
        return None
    return _handle(handle, network)


def _is_own_handle(text: str, own: list[str]) -> bool:
    return bool(
        _HANDLE.fullmatch(text) and text.islower() and re.search(r"[\d._-]", text) and any(word in text for word in own)
    )
