"""The summary: prose under a heading of its own, else prose of the header or of the contact block."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.dates import find_range
from domain.reading.lexicon import is_cjk, lexicon, words
from domain.reading.links import emails_in, urls_in
from domain.reading.paragraphs import paragraphs
from domain.reading.phones import PHONE
from domain.reading.pieces import pieces_of
from domain.reading.sections import Row, Section
from domain.reading.spans import Span, cover

_LISTS = frozenset({"skills", "languages", "certificates"})
_ENDS = (".", "!", "?", "。", "！", "？", "…")
_FEWEST_WORDS = 6
_FEWEST_CHARACTERS = 12
_ENTRY_LENGTH = 60


def _is_reach(row: Row) -> bool:
    """An address, a number or a labelled value: not prose."""
    span = row.span
    if any(emails_in(span)) or (not row.is_sentence and (PHONE.search(span.text) or any(urls_in(span)))):
        return True
    return len(words(span.text)) < _FEWEST_WORDS and any(p.label for p in pieces_of([row]))


def _is_prose(text: str) -> bool:
    """A sentence: long enough, and it ends as sentences do."""
    long_enough = len(text) >= _FEWEST_CHARACTERS if is_cjk(text) else len(words(text)) >= _FEWEST_WORDS
    return long_enough and text.rstrip(" \"'”»）)").endswith(_ENDS)


def _runs(rows: Sequence[Row], *, plain: bool = True) -> list[list[Row]]:
    """Rows between those that are reach, or that stand out; not `plain`, at any change of emphasis: a name above."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if _is_reach(row):
            runs.append([])
            continue
        before = runs[-1][-1].emphasis if runs[-1] else row.emphasis
        if row.emphasis > before or (row.emphasis < before and not plain):
            runs.append([])
        runs[-1].append(row)
    return [run for run in runs if run]


def _under_heading(rows: list[Row], text: str) -> Span | None:
    """All paragraphs up to the first that is an entry, a reach row or a mere word."""
    for run in _runs(rows):
        prose: list[Span] = []
        for span, _ in paragraphs(run, text):
            dates = find_range(span)
            begins_entry = dates is not None and not dates.single and len(span.text) < _ENTRY_LENGTH
            if begins_entry or (len(span.text.split()) < 4 and not is_cjk(span.text)):
                break
            prose.append(span)
        if prose:
            return cover(text, prose)
    return None


def _without_heading(rows: list[Row], text: str) -> Span | None:
    """The first sentences among rows of another kind."""
    for run in _runs(rows, plain=False):
        prose: list[Span] = []
        for span, bullet in paragraphs(run, text):
            if not bullet and _is_prose(span.text):
                prose.append(span)
            elif prose:
                break
        if prose:
            return cover(text, prose)
    return None


def _behind_a_list(sections: Sequence[Section], text: str) -> Span | None:
    """Sentences that follow a list: a page read column by column, whose main column begins without a heading."""
    for section in sections:
        if section.kind in ("work", "education"):
            return None
        unknown = section.kind == "other" and section.heading and lexicon().heading(section.heading.text) is None
        rows = section.rows if unknown else section.rows[1:]
        if (unknown or section.kind in _LISTS) and (found := _without_heading(rows, text)):
            return found
    return None


def read_summary(sections: Sequence[Section], text: str) -> Span | None:
    """The summary of a résumé; `text` is the document's."""
    for section in sections:
        if section.kind == "summary" and section.rows and (found := _under_heading(section.rows, text)):
            return found
    for section in sections:
        if section.kind in ("header", "contact") and (found := _without_heading(section.rows, text)):
            return found
    return _behind_a_list(sections, text)
