"""Is it a résumé, and of one person? Signs of a life in entries against signs of another kind of document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from domain.reading.contact import Contact
from domain.reading.dates import find_range
from domain.reading.lexicon import Words, is_cjk, words
from domain.reading.sections import Row, Section

_AMOUNT = re.compile(
    r"(?:[$€£¥₫]|\b(?:eur|usd|gbp|chf|pln|vnd|jpy|cny|brl)\b|zł|円|元)\s*\d|"
    r"\d\s?(?:[$€£¥₫]|(?:eur|usd|gbp|chf|pln|vnd|jpy|cny|brl|zł)\b|円|元)|"
    r"(?<![\d.,])(?:\d{1,3}(?:[., ]\d{3})*|\d{5,})[.,]\d\d(?![\d.,%])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*(?:§+\s*\d|\(?\d{1,2}(?:\.\d{1,2})+\)?\.?\s|(?:article|artikel|art\.|clause|cláusula|artículo|artigo|điều)\s*\d|第[\d一二三四五六七八九十]+[条條])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_SENTENCE = re.compile(r"[.!?。！？](?:\s|$|(?<=[。！？]))")
_SENTENCE_END = (".", "!", "?", "。", "！", "？")

_RESUME_KINDS = frozenset(
    {"summary", "work", "education", "skills", "languages", "certificates", "projects", "publications"}
)
_ENOUGH = 1.5
"""What must be left of the signs of a résumé after those of another document."""
_MOST = 3
_PROSE_WORDS = 25
_LINE_WORDS = 7
_DATELESS_ROWS = 15
_MOST_TEXT = 20_000
"""Characters in which the words of other documents are looked for: whatever it is, it has said so by then."""


@dataclass
class Signs:
    """Points for a résumé and against it; `reasons` say what weighed against, in counts."""

    resume: float = 0.0
    other: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def against(self, points: float, reason: str) -> None:
        """Note a sign of another kind of document."""
        self.other += points
        self.reasons.append(reason)


@lru_cache(maxsize=1)
def _cues() -> dict[str, Words]:
    data = tomllib.loads(files("domain.reading").joinpath("other_documents.toml").read_text(encoding="utf-8"))
    return {kind: Words.of(entries) for kind, entries in data.items()}


def reasons_against(sections: list[Section], contact: Contact) -> list[str]:
    """Why this is no résumé; empty if it is one.

    Contact, sections that résumés have and dated entries speak for it. Two sections and two dated entries settle it:
    no invoice, letter, contract or posting has them, whatever words it uses. Else amounts of money, numbered clauses,
    running prose, a letter's greeting and the words such documents use are set against them.
    """
    rows = [row for section in sections for row in section.rows]
    kinds = {section.kind for section in sections if section.rows} & _RESUME_KINDS
    dated = dated_entries(rows)
    if len(kinds) >= 2 and dated >= 2:
        return []
    reach = int(contact.email is not None) + int(contact.e164 is not None)
    signs = Signs(resume=reach + min(_MOST, len(kinds)) + dated + 0.5 * (contact.name is not None))
    _weigh(signs, rows, [section.heading for section in sections if section.heading])
    if signs.resume - signs.other >= _ENOUGH:
        return []
    found = f"{reach} ways to reach somebody, {len(kinds)} sections of a résumé, {dated} dated entries"
    return [f"few signs of a résumé: {found}", *signs.reasons]


def dated_entries(rows: list[Row]) -> int:
    """Rows that are no sentences and hold a span of dates; counted up to three."""
    found = 0
    for row in rows:
        if found >= _MOST:
            break
        if not row.is_sentence and len(row.text) <= 120 and (dates := row.dates or find_range(row.span)):
            found += not dates.single
    return found


def _weigh(signs: Signs, rows: list[Row], headings: list[Row]) -> None:
    """What speaks for another kind of document."""
    everything = [*rows, *headings]
    amounts = sum(1 for row in rows if _AMOUNT.search(row.text))
    if amounts >= 2 and amounts >= 0.2 * len(rows):
        signs.against(3, f"{amounts} of {len(rows)} lines hold amounts")
    clauses = sum(1 for row in everything if _CLAUSE.match(row.text))
    if clauses >= 3 and clauses >= 0.08 * len(everything):
        signs.against(3, f"{clauses} numbered clauses")
    prose = prose_share(rows)
    if prose >= 0.5:
        signs.against(2.5 if prose >= 0.75 else 1.5, f"{prose:.0%} of the text is running prose")
    if _greets(rows):
        signs.against(2.5, "it greets somebody as a letter does")
    if len(everything) >= _DATELESS_ROWS and sum(1 for row in rows if _YEAR.search(row.text)) <= 1:
        signs.against(1.5, f"{len(everything)} lines and hardly a year")
    kind, hits = _most_cues(everything)
    if hits >= 2:
        signs.against(3 if hits >= 4 else 1.5, f"{hits} words of {kind}")


def _most_cues(rows: list[Row]) -> tuple[str, int]:
    """The other kind of document that most different words speak for."""
    articles = {"invoice": "an invoice", "contract": "a contract", "letter": "a letter", "posting": "a job posting",
                "study": "a paper", "recipe": "a recipe"}  # fmt: skip
    text = "\n".join(row.text for row in rows)[:_MOST_TEXT]
    tokens = [words(line) for line in text.split("\n")]
    cjk = is_cjk(text)

    def different(cue: Words) -> int:
        spoken = {tuple(line[a:b]) for line in tokens for a, b in cue.positions(line)}
        return len(spoken) + (sum(word in text for word in cue.inside) if cjk else 0)

    kind, hits = max(((kind, different(cue)) for kind, cue in sorted(_cues().items())), key=lambda pair: pair[1])
    return articles.get(kind, kind), hits


def _greets(rows: list[Row]) -> bool:
    """A short row that ends as a greeting does, with a sentence right below it."""
    letter = _cues()["letter"]
    return any(
        len(row.text) <= 70
        and row.text.endswith((",", ":", "!", "，", "、", "：", "！"))
        and letter.count(row.text)
        and len(below.text) >= 30
        for row, below in pairwise(rows)
    )


def prose_share(rows: list[Row]) -> float:
    """Share of characters that stand in paragraphs of sentences, 25 words or more; bullets are none."""
    total = sum(len(row.text) for row in rows)
    prose = sum(len(text) for text in _paragraphs(rows) if _size(text) >= _PROSE_WORDS and _SENTENCE.search(text))
    return prose / total if total else 0.0


def _size(text: str) -> float:
    """Words; three characters count as one where words are not set apart."""
    return len(text) / 3 if is_cjk(text) else len(text.split())


def _paragraphs(rows: list[Row]) -> Iterator[str]:
    """Full lines that follow each other, with the shorter one that ends them. A bullet's lines are left out."""
    held: list[str] = []
    listed = False
    for row in rows:
        full = _size(row.text) >= _LINE_WORDS
        listed = row.bullet or (listed and not row.gap)
        if full and not listed:
            held.append(row.text)
            continue
        if held:
            yield " ".join([*held, row.text if not listed and row.text.endswith(_SENTENCE_END) else ""])
        held = []
    if held:
        yield " ".join(held)
