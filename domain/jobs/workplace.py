"""Where the work is done, and where somebody who works remotely may live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from domain.jobs.words import region_members, region_pattern
from domain.matching.cues import cue, plain, word_pattern
from schema.countries import country_code, folded
from schema.jobs import Posting, Workplace

_LONGEST_LINE = 300
_SCOPED = re.compile(
    r"(?:remote(?:ly)?|anywhere|work from home|home ?office|t[ée]l[ée]travail|teletrabajo|teletrabalho|remoto|zdaln\w+|"
    r"远程|リモート)\W*(?:work|position|role|job)?\W*(?:(?:anywhere|only|open)\W+)?"
    r"(?:within|from|in|to|aus|en|em|z|w|depuis|desde)?\W*(?:the\s+)?"
    r"(?P<scope>[^.;|\n]{2,80})",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"(?:based in|located in|live in|living in|reside in|residing in|residents? of|resident in|"
    r"eligible to work in|authori[sz]ed to work in|right to work in|wohnsitz in|résid\w+ en|basé\w* en|"
    r"residencia en|residir en|residir no|residir em|residência em|zamieszkał\w* w)\s+(?:the\s+)?"
    r"(?P<scope>[^.;|\n]{2,60})",
    re.IGNORECASE,
)
_UNSPACED = re.compile(r"(?P<scope>[\u3040-\u9fff]{2,8}?)(?:在住|国内|限定|のみ)|仅限(?P<other>[\u3400-\u9fff]{2,8})")
_ONLY = re.compile(r"(?P<scope>[^.;|\n(]{2,40}?)[\s-]+(?:only|residents?|citizens|based)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[,/;|+&()]|\s[-–—]\s|\b(?:and|or|und|oder|et|ou|y|e|o|i|lub|only|nur)\b)\s*", re.IGNORECASE)
_FORMS = (_SCOPED, _LIVE, _ONLY, _UNSPACED)
_ARTICLE = re.compile(r"^(?:the|der|die|das|la|le|les|el|los|in|en)\s+", re.IGNORECASE)
_US = re.compile(r"\bU\.?S\.?(?:A\.?)?(?=[\s,;)/]|$)")


def workplace_of(posting: Posting) -> Workplace:
    """What the board's field says, else the words: a place of work, the title, then the text."""
    if posting.workplace != "unknown":
        return posting.workplace
    said = [posting.title, *(place.raw for place in posting.locations)]
    return _named(" ".join(said)) or _named(_prose(posting.description)) or "unknown"


def _prose(description: str) -> str:
    """Lines short enough to be about the job; a long paragraph tells of the company and its values."""
    return "\n".join(line for line in description.splitlines() if len(line) <= _LONGEST_LINE)


def _named(text: str) -> Workplace | None:
    words = plain(text)
    if cue("inline", "hybrid").search(words):
        return "hybrid"
    if cue("inline", "remote").search(words) and not cue("inline", "not_remote").search(words):
        return "remote"
    return "onsite" if cue("inline", "onsite").search(words) else None


def remote_scope_of(posting: Posting, workplace: Workplace) -> list[str]:
    """Countries in which a remote worker may live, sorted; empty for anywhere and when nothing is said.

    The board's field comes first, then places such as `Remote - Germany`, the title, and lines of the text that speak
    of remote work or of where to live. A posting that is not remote has none.
    """
    if posting.remote_scope:
        return posting.remote_scope
    if workplace != "remote":
        return []
    for text in [*(place.raw for place in posting.locations), posting.title]:
        if found := _scope(text, whole=True):
            return found
    for line in posting.description.splitlines():
        if len(line) <= _LONGEST_LINE and (found := _scope(line, whole=False)):
            return found
    return sorted({place.country for place in posting.locations if place.country and not place.city})


def _scope(text: str, *, whole: bool) -> list[str]:
    """`whole`: the text is a place or a title, so that every name of a country in it is meant."""
    words = plain(text)
    if not cue("inline", "remote").search(words) and not any(form.search(text) for form in _FORMS):
        return []
    parts: Iterable[str] = _SPLIT.split(text) if whole else _candidates(text)
    found: set[str] = set()
    for part in parts:
        found.update(countries_named(part))
    return sorted(found)


def _candidates(line: str) -> Iterator[str]:
    for form in _FORMS:
        for match in form.finditer(line):
            yield from _SPLIT.split(next(words for words in match.groups() if words))


def countries_named(text: str) -> tuple[str, ...]:
    """The countries that a short text names, by name, code or group; empty when it is something else."""
    text = _ARTICLE.sub("", text.strip(" .,:()[]-–—"))
    if not text:
        return ()
    if _US.fullmatch(text):
        return ("US",)
    if code := country_code(text):
        return (code,)
    if members := region_members(text):
        return members
    return _last_words(text)


_FILLER = word_pattern(
    ["remote", "remotely", "fully", "only", "based", "residents", "anywhere", "within", "from", "in"]
)


def _last_words(text: str) -> tuple[str, ...]:
    """`Remote within Europe`: what is left when the words around are taken away."""
    bare = " ".join(_FILLER.sub(" ", plain(text)).split())
    if not bare or len(bare.split()) > 4:
        return ()
    group = region_pattern().fullmatch(bare)
    if group:
        return region_members(bare)
    if len(bare) == 2:
        code = country_code(bare.upper()) if bare.upper() in text and folded(text) != bare else None
        return (code,) if code else ()
    return _beginning(bare)


def _beginning(words: str) -> tuple[str, ...]:
    """A country whose name the words begin with: `Deutschland erforderlich`."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        name = " ".join(parts[:count])
        if len(name) > 3 and (code := country_code(name)):
            return (code,)
        if members := region_members(name):
            return members
    return ()
