"""Spoken languages with the words for their level: CEFR, tests of one language, or the lexicon's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.reading.evidence import Ledger
from domain.reading.items import RATING
from domain.reading.lexicon import fold, is_cjk, lexicon
from domain.reading.pieces import pieces_of
from domain.reading.sections import Row, Section, SectionKind
from domain.reading.spans import Span
from schema.profile import Evidence, Language

_ITEMS = re.compile(r"\s*[|;•·▪●‧⋅∙,，；、]\s*(?![^()（）]*[)）])|\t+|\s{3,}|\s+/\s+")
_CEFR = re.compile(r"(?<![A-Za-z\d])[ABC][12](?:[.][12]|\+)?(?![A-Za-z\d])")
_TEST = re.compile(
    r"(?<![A-Za-z])(?:JLPT|HSK|TOPIK|TOEIC|TOEFL|IELTS|DELE|DELF|DALF|TestDaF|DSH|ACTFL|CELI|CILS|CAE|CPE|FCE|DSD)"
    r"(?![a-z])|\bN[1-5]\b|日本語能力試験|CET-?[46]|(?:英语|日语)?[一二三四六八专]级",
)
_DASHES = " \t\n–—-−:：|()（）/"
_NAME_WORDS = 3
_MOST_ITEM_WORDS = 9
_MOST_LEVEL_WORDS = 5


def _level(span: Span) -> Span | None:
    """A level of fluency: CEFR, the name of a test, or words of the lexicon."""
    stripped = span.strip(_DASHES)
    if not stripped:
        return None
    text = stripped.text
    known = _CEFR.search(text) or _TEST.search(text) or lexicon().words["levels"].count(text)
    return stripped if known else None


def _language(item: Span) -> tuple[Span, Span | None] | None:
    """`Deutsch (C1)` or `Native English` into the language and its level; None if the item names no language."""
    names = lexicon().languages
    tokens = list(re.finditer(r"[^\s(（:：–—|]+", item.text))
    for size in range(_NAME_WORDS, 0, -1):
        if len(tokens) >= size:
            head = item.cut(tokens[0].start(), tokens[size - 1].end()).strip(_DASHES + ",.")
            if fold(head.text) in names:
                return head, _level(item.cut(tokens[size - 1].end()))
    if is_cjk(item.text):
        start = fold(item.text)
        longest = max((n for n in lexicon().unspaced_languages if start.startswith(n)), key=len, default="")
        rest = item.cut(len(longest))
        glued = is_cjk(rest.text[:1]) and not rest.text.startswith(lexicon().words["levels"].inside)
        return (item.cut(0, len(longest)), _level(rest)) if longest and not glued else None
    return _behind_level(item, tokens)


def _behind_level(item: Span, tokens: list[re.Match[str]]) -> tuple[Span, Span | None] | None:
    """`Fluent in Spanish`, `język angielski`, `Langue française`: the name comes last."""
    names = lexicon().languages
    if len(tokens) < 2 or len(tokens) > _MOST_ITEM_WORDS:
        return None
    head = item.cut(tokens[-1].start(), tokens[-1].end()).strip(_DASHES + ",.")
    before = item.cut(0, tokens[-1].start())
    if fold(head.text) in names and (level := _level(before)):
        return head, level
    second = item.cut(tokens[1].start(), tokens[1].end()).strip(_DASHES + ",.")
    generic = fold(tokens[0][0]) in lexicon().phrases["language"]
    return (second, _level(item.cut(tokens[1].end()))) if generic and fold(second.text) in names else None


def _items(row: Row) -> list[Span]:
    """The pieces of a row that may each be a language or a level."""
    unrated = re.compile(rf"\s*{RATING}")
    return [item for part in row.span.split(unrated) for item in part.split(_ITEMS)]


def _tells(row: Row) -> tuple[int, int] | None:
    """How many languages and levels the row names; None if anything else stands in it."""
    languages = levels = 0
    for item in _items(row):
        if read := _language(item):
            languages += 1
            levels += read[1] is not None
            if read[1] is None and len(read[0].text) < 0.6 * len(item.text.strip(_DASHES)):
                return None
        elif _level(item) and len(item.text.split()) <= _MOST_LEVEL_WORDS:
            levels += 1
        else:
            return None
    return languages, levels


def part_languages(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of a list into those that name languages and the others.

    A row of languages names nothing else; a row of levels belongs to the one above. A single language without a level
    is none: `Go` and `Basic` are also other things.
    """
    spoken: list[Row] = []
    others: list[Row] = []
    languages = levels = 0
    for i, row in enumerate(rows):
        told = _tells(row)
        if told and (told[0] or (spoken and i and rows[i - 1] is spoken[-1])):
            languages, levels = languages + told[0], levels + told[1]
            spoken.append(row)
        else:
            others.append(row)
    return (spoken, others) if languages > 1 or (languages and levels) else ([], list(rows))


@dataclass(frozen=True, slots=True)
class Lists:
    """The rows of the list sections, each where it belongs."""

    languages: list[Row]
    skills: list[Row]
    certificates: list[Row]


def sort_lists(sections: Sequence[Section], summary: Evidence | None = None) -> Lists:
    """Languages apart from skills; without a section of their own they are looked for in other lists and the header.

    Rows that were read as the `summary` belong to no list.
    """

    def rows_in(*kinds: SectionKind) -> list[Row]:
        rows = [row for section in sections if section.kind in kinds for row in section.rows]
        return [row for row in rows if not summary or row.span.end <= summary.start or row.span.start >= summary.end]

    found, skills = part_languages(rows_in("skills"))
    certificates = rows_in("certificates")
    if own := rows_in("languages"):
        return Lists(own, skills, certificates)
    if not found:
        found, certificates = part_languages(certificates)
    if not found:
        header = rows_in("header")
        beside = [replace(header[piece.row], span=piece.span) for piece in pieces_of(header) if not piece.label]
        found = part_languages(rows_in("other"))[0] or part_languages(beside)[0]
    return Lists(found, skills, certificates)


def read_languages(rows: Sequence[Row], ledger: Ledger) -> list[Language]:
    """Languages with the words for their level; a level may stand in the row below."""
    found: list[Language] = []
    seen: set[str] = set()
    for row in rows:
        for item in _items(row):
            pointer = f"/languages/{len(found)}"
            read = _language(item)
            if read and fold(read[0].value) not in seen:
                seen.add(fold(read[0].value))
                language = ledger.read(f"{pointer}/language", read[0], 0.95)
                found.append(Language(language=language, fluency=ledger.read(f"{pointer}/fluency", read[1], 0.9)))
            elif not read and found and found[-1].fluency is None and (level := _level(item)):
                found[-1].fluency = ledger.read(f"/languages/{len(found) - 1}/fluency", level, 0.85)
    return found
