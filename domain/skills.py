"""Skills by their canonical names: find them in text, never inside another word.

The table is `skills.toml`. A text is cut into word tokens once and looked up in a dictionary of first tokens, longest
name first, so the time grows with the text and not with the table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal, NamedTuple

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\.?[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:\+\+|#|\+(?!\w))?")
_ASCII_TOKEN = re.compile(r"\.?[a-z0-9]+(?:\+\+|#|\+(?!\w))?")
"""What `_TOKEN` is in folded text without other letters, in half the time."""
_JOINER = re.compile(r"[\s\-‐‑–/&'’_]{0,3}")
_LIST_GAP = re.compile(r"\s*(?:[,;/|&+·•()]\s*)+(?:(?:and|or|und|et|y|e|i|và)\s+)?|\s+(?:and|or|und|et|y|e|i|và)\s+")
_INSIDE_TERM = frozenset("&'’-‐‑@")


@dataclass(frozen=True, slots=True)
class SkillMention:
    """One skill in a text: `raw` is `text[start:end]` as written, `canonical` and `category` are the table's words."""

    canonical: str
    category: str
    raw: str
    start: int
    end: int


SpellingKind = Literal["plain", "name", "word"]
"""How sure a spelling is by itself: `name` and `word` are also everyday words (see `skills.toml`)."""


class _Entry(NamedTuple):
    tokens: tuple[str, ...]
    canonical: str
    kind: SpellingKind


class SkillTable(NamedTuple):
    """Spellings as folded tokens, by the first of them and whole; the category of every canonical name."""

    by_first: dict[str, tuple[_Entry, ...]]
    by_tokens: dict[tuple[str, ...], str]
    categories: dict[str, str]


Listed = tuple[str, str, list[str]]
"""Category, canonical name, other names."""


def skill_tokens(text: str) -> list[str]:
    """The folded tokens of a text, as spellings of skills are compared."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text.casefold())
    return [token.casefold() for token in _TOKEN.findall(text)]


def skill_key(name: str) -> tuple[str, ...]:
    """A spelling as it stands in a table."""
    return tuple(skill_tokens(name))


def _spellings(name: str, aliases: list[str], kinds: dict[tuple[str, ...], SpellingKind]) -> Iterator[_Entry]:
    """Every written form of a skill; a word of four letters or more has a plural too, if it is not an everyday word."""
    for form in (name, *aliases):
        key = skill_key(form)
        kind = kinds.get(key, "plain")
        yield _Entry(key, name, kind)
        if kind == "plain" and len(key[-1]) >= 4 and key[-1].isalpha() and not key[-1].endswith("s"):
            yield _Entry((*key[:-1], key[-1] + "s"), name, "plain")


def read_skills() -> tuple[list[Listed], dict[tuple[str, ...], SpellingKind]]:
    """All of `skills.toml`: the skills in order, and which spellings are everyday words."""
    data = tomllib.loads(files("domain").joinpath("skills.toml").read_text(encoding="utf-8"))
    kinds: dict[tuple[str, ...], SpellingKind] = {skill_key(name): "name" for name in data.pop("names")}
    kinds.update((skill_key(word), "word") for word in data.pop("words"))
    listed = [(category, name, aliases) for category, skills in data.items() for name, aliases in skills.items()]
    return listed, kinds


def skill_table(listed: Iterable[Listed], kinds: dict[tuple[str, ...], SpellingKind]) -> SkillTable:
    """A table of skills; of two names for one spelling the first has it."""
    by_first: dict[str, list[_Entry]] = {}
    by_tokens: dict[tuple[str, ...], str] = {}
    categories: dict[str, str] = {}
    for category, name, aliases in listed:
        categories.setdefault(name, category)
        for entry in _spellings(name, aliases, kinds):
            if by_tokens.setdefault(entry.tokens, name) == name:
                by_first.setdefault(entry.tokens[0], []).append(entry)
    longest_first = {first: tuple(sorted(found, key=lambda e: -len(e.tokens))) for first, found in by_first.items()}
    return SkillTable(longest_first, by_tokens, categories)


@lru_cache(maxsize=1)
def _table() -> SkillTable:
    return skill_table(*read_skills())


def _match(
    text: str, tokens: list[str], places: list[tuple[int, int]], at: int, candidates: tuple[_Entry, ...]
) -> _Entry | None:
    """The longest entry whose tokens stand here, with nothing but spaces, hyphens or slashes between them."""
    for entry in candidates:
        behind = at + len(entry.tokens)
        if tuple(tokens[at:behind]) != entry.tokens:
            continue
        if all(_JOINER.fullmatch(text, a[1], b[0]) for a, b in pairwise(places[at:behind])):
            return entry
    return None


def _is_proper_noun(text: str, mention: SkillMention) -> bool:
    """A capital letter that no sentence, line or bullet begins with: `built in Go`, not `Go home`."""
    before = text[max(0, mention.start - 3) : mention.start].rstrip(" ")
    return mention.raw[0].isupper() and bool(before) and before[-1] not in ".!?:•·-–—*\n\t"


def _inside_term(text: str, start: int, end: int) -> bool:
    """A single letter that is part of something else: `R&D`, `C-level`, `D'Arc`."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return any(beside and beside in _INSIDE_TERM for beside in (before, after))


def _in_enumeration(text: str, found: list[tuple[SkillMention, SpellingKind]], i: int) -> bool:
    """A comma, a slash or an `and` leads to another skill."""
    mention = found[i][0]
    before = i > 0 and _LIST_GAP.fullmatch(text, found[i - 1][0].end, mention.start)
    after = i + 1 < len(found) and _LIST_GAP.fullmatch(text, mention.end, found[i + 1][0].start)
    return bool(before or after)


def _candidates(text: str, skills_context: bool, table: SkillTable) -> list[tuple[SkillMention, SpellingKind]]:
    """Mentions in text order, everyday words among them."""
    tokens = skill_tokens(text)
    if table.by_first.keys().isdisjoint(tokens):  # most lines of prose
        return []
    places = [token.span() for token in _TOKEN.finditer(text)]
    found: list[tuple[SkillMention, SpellingKind]] = []
    at = 0
    while at < len(tokens):
        entries = table.by_first.get(tokens[at])
        entry = _match(text, tokens, places, at, entries) if entries else None
        if entry is None:
            at += 1
            continue
        start, end = places[at][0], places[at + len(entry.tokens) - 1][1]
        at += len(entry.tokens)
        if end - start == 1 and (not skills_context or _inside_term(text, start, end)):
            continue
        mention = SkillMention(entry.canonical, table.categories[entry.canonical], text[start:end], start, end)
        found.append((mention, entry.kind))
    return found


def find_skills(text: str, *, skills_context: bool = False, table: SkillTable | None = None) -> list[SkillMention]:
    """All skills named in `text`, in order, without overlap; the longest name at a place wins.

    `skills_context` says that the text is a list of skills: only then single letters (C, R) count, and everyday words
    (Go, Spring, sales) count by themselves. In prose such a word needs another skill next to it in an enumeration, or,
    if it is a name (Go, Excel), a capital letter inside a sentence.
    """
    found = _candidates(text, skills_context, table or _table())
    return [
        mention
        for i, (mention, kind) in enumerate(found)
        if skills_context
        or kind == "plain"
        or (mention.raw[0].isupper() and _in_enumeration(text, found, i))
        or (kind == "name" and _is_proper_noun(text, mention))
    ]


def canonical_skill(raw: str) -> str:
    """The canonical name of a skill as written; what the table does not know comes back as it is, spaces tidied."""
    return _table().by_tokens.get(skill_key(raw)) or " ".join(raw.split())


def category_of(canonical: str) -> str | None:
    """The category of a canonical name, None when the table does not know it."""
    return _table().categories.get(canonical)
