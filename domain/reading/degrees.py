"""A degree and its subject told apart, and grades taken off a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from domain.reading.clues import degree_score
from domain.reading.lexicon import heading_key, is_cjk, lexicon, words
from domain.reading.spans import Span

_IN = re.compile(r"\s+(?:in|en|em|w|z|ngành|chuyên ngành|im Fach|für)\s+(?=\S)")
_IN_CAPITALS = re.compile(r"\s+(?:IN|EN|EM|W|Z|NGÀNH|CHUYÊN NGÀNH|IM FACH|FÜR)\s+(?=\S)")
_SHORT_DEGREE = re.compile(r"(?:[A-Z]\.?){1,2}[A-Za-z]{0,4}\.?(?:[A-Z][a-z]{0,3}\.?)?")
_HONOURS = re.compile(r"\(?(?:hons?\.?|honours)\)?", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"(?:superior|level|general|técnic[oa]|professional|vocational|degree|diploma|of|de|d['’]|program|[IVX]+\b|\()",
    re.IGNORECASE,
)
"""What follows a degree and belongs to it."""
_JOINS = frozenset({"and", "with", "honours", "hons", "degree", "degrees", "program", "programme"})
_SEPARATORS = " \t:：,;–—-|·"
_TOKEN = re.compile(r"\S+")
_FIGURE = r"\d{1,3}(?:[.,]\d+)?\s*%?"
_VALUE = rf"{_FIGURE}(?:\s*(?:/|von|of|de|sur|z|out of)\s*{_FIGURE})?|[A-F][+-]?"
_SCORE = re.compile(rf"^(?P<label>[^\d:：]{{2,30}}?)\s*[:：]?\s*(?P<value>{_VALUE})\s*\)?$")
_GRADE_END = re.compile(
    r"[(（]?\s*(?P<label>[^\W\d_][^\W\d_. ]*(?: [^\W\d_]+){0,2}?)"
    rf"\s*(?P<colon>[:：])?\s*(?P<value>{_VALUE})?\s*[)）]?$"
)
_NO_COUNT = re.compile(r"[.,/%]|^[A-F]")
"""What a grade holds that a number of a class or level (`Grade 12`) does not."""
_GRADE_ALONE = re.compile(
    r"(?:[(（]\s*(?P<inner>\d{1,2}[.,]\d{1,2}(?:\s*/\s*\d{1,2}(?:[.,]\d+)?)?)\s*[)）]|"
    r"(?<=\s)(?P<ratio>\d{1,2}[.,]\d{1,2}\s*/\s*\d{1,2}(?:[.,]\d+)?))$"
)


def grade_of(span: Span) -> Span | None:
    """The grade of a row such as `GPA: 3.8/4.0`, None for any other row."""
    found = _SCORE.match(span.text)
    if found and _is_score(found["label"]):
        return span.cut(found.start("value"), found.end("value")).strip()
    return None


def _is_score(label: str) -> bool:
    return lexicon().labels.get(heading_key(label)) == "score"


def take_grade(span: Span) -> tuple[Span, Span | None]:
    """`Geology (1.7)`, `BSc, Geology, GPA: 3.8` → the row without its grade, and the grade if there is a figure.

    `GPA:` without a figure goes as well.
    """
    for start in (token.start() for token in list(_TOKEN.finditer(span.text))[-5:]):
        found = _GRADE_END.match(span.text, start)
        if found and start and _is_score(found["label"]) and (found["colon"] or _NO_COUNT.search(found["value"] or "")):
            value = span.cut(found.start("value"), found.end("value")) if found["value"] else None
            return _bare(span.cut(0, start)), value
    if found := _GRADE_ALONE.search(span.text):
        group = "inner" if found["inner"] else "ratio"
        return _bare(span.cut(0, found.start())), span.cut(found.start(group), found.end(group))
    return span, None


def _bare(span: Span) -> Span:
    """Without the separator that stood before a grade."""
    return span.right_strip(_SEPARATORS)


def split_degree(span: Span) -> list[Span]:
    """`BSc in Physics`, `Master of Arts History`, `B.Sc.: Geology` into degree and subject; else the span alone."""
    for found in (_IN_CAPITALS if span.text.isupper() else _IN).finditer(span.text):
        if degree_score(span.text[: found.start()]):
            return [span.cut(0, found.start()).strip(), span.cut(found.end()).strip()]
    if is_cjk(span.text):
        return _split_characters(span)
    tokens = list(_TOKEN.finditer(span.text))
    keys = [w[0] if len(w := words(token[0])) == 1 else "" for token in tokens]
    behind = _degree_end(span.text, tokens, keys)
    if not 0 < behind < len(tokens):
        return [span]
    rest = span.cut(tokens[behind].start()).left_strip(_SEPARATORS)
    if not rest or not rest.text[0].isupper() or _QUALIFIER.match(rest.text) or keys[behind] in _JOINS:
        return [span]
    return [span.cut(0, tokens[behind - 1].end()).right_strip(_SEPARATORS), rest]


def _degree_end(text: str, tokens: Sequence[re.Match[str]], keys: list[str]) -> int:
    """How many tokens at the beginning are the degree: its words, its faculty, `Hons`; 0 if none or not sure."""
    degrees = lexicon().words["degrees"]
    positions = degrees.positions(keys)
    if positions and positions[0][0] == 0:
        behind = next((a[1] for a, b in pairwise(positions) if a[1] < b[0]), positions[-1][1])
    elif tokens and _SHORT_DEGREE.fullmatch(tokens[0][0]) and tokens[0][0] in degrees:
        behind = 1
    else:
        return 0
    behind = _faculty_end(keys, behind)
    if behind < len(tokens) and _HONOURS.fullmatch(tokens[behind][0].rstrip(":,")):
        behind += 1
    later = any(first >= behind for first, _ in positions)
    return 0 if later or (behind < len(tokens) and degree_score(text[tokens[behind].start() :]) >= 1.4) else behind


def _faculty_end(keys: list[str], behind: int) -> int:
    """`Bachelor` goes on with `of Science`, `of Fine Arts`: how many words that makes together."""
    if keys[behind - 1 : behind] != ["of"]:
        if keys[behind : behind + 1] != ["of"]:
            return behind
        behind += 1
    found = lexicon().words["faculties"].positions(keys[behind:])
    return behind + found[0][1] if found and found[0][0] == 0 else behind - 1


def _split_characters(span: Span) -> list[Span]:
    """`会计学本科`, `学士 経済学`: a degree before or behind its subject, with nothing between them."""
    degrees = lexicon().words["degrees"]
    for word in () if span.text in degrees else degrees.inside:
        if span.text.endswith(word) and len(span.text) > len(word):
            return [span.cut(0, -len(word)).strip(), span.cut(len(span.text) - len(word))]
        if span.text.startswith(word) and len(span.text) > len(word):
            return [span.cut(0, len(word)), span.cut(len(word)).strip()]
    return [span]
