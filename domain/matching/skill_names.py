"""The name a skill is compared by, on both sides of a match.

`skill_names.toml` has what postings and résumés call the same skill; it comes before `domain/skills.toml`. What neither
knows is compared by its stems: "grading of kelp" and "Kelp grading" are one skill.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from domain.skills import Listed, SkillMention, SkillTable, find_skills, read_skills, skill_table
from domain.skills import skill_key as key
from schema.countries import folded

_MOST = 120
_SURE_LETTERS = 9
"""A single word shorter than this may be an everyday word: in prose it needs another skill beside it."""

_WORD_LISTS = ("fillers", "everyday")
_SPELLINGS = (
    (re.compile(r"isation"), "ization"), (re.compile(r"is(e[ds]?|ing)$"), r"iz\1"), (re.compile(r"our"), "or"),
    (re.compile(r"ll"), "l"), (re.compile(r"mme"), "m"), (re.compile(r"ae"), "e"), (re.compile(r"centre"), "center"),
    (re.compile(r"ence\b"), "ense"),
)  # fmt: skip
"""British spellings as American ones."""

_OF_SOMETHING = re.compile(r"\s+(?:of|for|von|der|des|de|du|di|da|do)\s")
_ENDING = re.compile(r"(?:ations?|ements?|ments?|ings?|ies|ed|es|s|e|y)$")


class _Names(NamedTuple):
    table: SkillTable
    by_stems: dict[tuple[str, ...], str]


def skill_names(listed: str) -> list[str]:
    """The names that a listed skill is compared by: the tables'; those inside a phrase; else its stems."""
    return list(_skill_names(" ".join(listed.split())[: 4 * _MOST]))


def skill_mentions(text: str, *, skills_context: bool = False) -> list[SkillMention]:
    """All skills that a text names, by the names they are compared by; see `domain.skills.find_skills`."""
    return find_skills(text, skills_context=skills_context, table=_names().table)


def is_known(name: str) -> bool:
    """Whether a name stands in the tables."""
    return name in _names().table.categories


@lru_cache(maxsize=100_000)
def _skill_names(listed: str) -> tuple[str, ...]:
    names = _names()
    if whole := names.table.by_tokens.get(key(listed)) or names.by_stems.get(_stems(listed)):
        return (whole,)
    in_list = skill_mentions(listed, skills_context=True)
    # What prose would name is among what a list does.
    found = [mention.canonical for mention in (skill_mentions(listed) if in_list else ())]
    # In "Excel (advanced)" an everyday word is a name; in "kelp grading" and "grading of kelp" it is a part of a name.
    found += [
        mention.canonical
        for mention in in_list
        if (mention.start == 0 or mention.raw[0].isupper()) and not _OF_SOMETHING.match(listed, mention.end)
    ]
    return tuple(dict.fromkeys(found)) or ((" ".join(_stems(listed)) or folded(listed))[:_MOST],)


@lru_cache(maxsize=1)
def _names() -> _Names:
    """Both tables as one. A skill of the second whose name the first knows is a spelling of that one."""
    own = list(_own())
    standard, kinds = read_skills()
    known = {key(spelling): name for _, name, others in own for spelling in (name, *others)}
    listed = own + [(category, known.get(key(name), name), [name, *others]) for category, name, others in standard]
    standard_spellings = {key(spelling) for _, name, others in standard for spelling in (name, *others)}
    kinds |= {spelling: "word" for spelling in known.keys() - standard_spellings - kinds.keys() if _everyday(spelling)}
    table = skill_table(_without_claimed(listed, known), kinds)
    by_stems: dict[tuple[str, ...], str] = {}
    for _, name, others in listed:
        for spelling in (name, *others):
            stems = _stems(spelling)
            if len(stems) > 1:
                by_stems.setdefault(stems, table.by_tokens[key(spelling)])
    return _Names(table, by_stems)


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("domain.matching").joinpath("skill_names.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=len(_WORD_LISTS))
def _words_of(name: str) -> frozenset[str]:
    return frozenset(word for words in _data()[name].values() for word in words.split())


def _own() -> Iterator[Listed]:
    for category, skills in _data().items():
        if category in _WORD_LISTS:
            continue
        for name, others in skills.items():
            yield category, name, [other.strip() for other in others.split(";") if key(other)]


def _without_claimed(listed: list[Listed], known: dict[tuple[str, ...], str]) -> Iterator[Listed]:
    for category, name, others in listed:
        yield category, name, [other for other in others if known.get(key(other), name) == name]


def _everyday(spelling: tuple[str, ...]) -> bool:
    if len(spelling) > 1 or not spelling[0].isascii():
        return False
    return len(spelling[0]) < _SURE_LETTERS or spelling[0] in _words_of("everyday")


def _stems(text: str) -> tuple[str, ...]:
    """The telling words without endings, in alphabetical order; of a phrase of one telling word that word."""
    words = [word for word in key(folded(text)) if word not in _words_of("fillers")] or list(key(folded(text)))
    return tuple(sorted(_stem(word) for word in words)) if len(words) > 1 else tuple(words)


def _stem(word: str) -> str:
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    bare = _ENDING.sub("", word)
    # "planning" and "plan"
    if len(bare) > 3 and bare[-1] == bare[-2]:
        bare = bare[:-1]
    return bare if len(bare) > 2 else word
