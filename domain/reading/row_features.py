"""What a row looks like and what kinds of words it holds, as numbers: what the line labeller decides by.

Nothing here knows a heading's meaning but `known_kinds`, whose answers a caller may leave out: a labeller that learns
with a part of them left out learns to do without.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.reading.lexicon import fold, heading_key, is_cjk, lexicon, words
from domain.reading.memory import remembered
from domain.reading.sections import Row

Matrix = NDArray[np.float32]

KINDS = ("contact", "summary", "work", "education", "skills", "languages", "certificates", "projects", "publications",
         "profiles", "other")  # fmt: skip
"""Kinds of headings that the lexicon knows, as numbered (from 1) in features; 0 is none."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RANGE = re.compile(r"(?:19|20)\d\d.{0,12}?(?:[-–—/~至]|\bto\b|\w{1,5}).{0,12}?(?:(?:19|20)\d\d)")
_MAIL = re.compile(r"\S@\S{1,80}\.\w")
_LINK = re.compile(r"https?:|www\.|\b[\w-]{1,63}\.(?:com|org|net|io|dev|de|fr|es|pl|br|jp|cn|vn|eu|me|uk)\b")
_LINK_SIGN = re.compile(
    r"[.:](?:com|org|net|io|dev|de|fr|es|pl|br|jp|cn|vn|eu|me|uk|(?<=http:)|(?<=https:)|(?<=www\.))"
)
"""What every link holds: few rows do, and this is found sooner."""
_PHONE = re.compile(r"(?:\+|00|\(|\b0)?\d[\d\s().\-/]{6,24}\d")
_NUMBER = re.compile(r"\d")
_CLASSES = ("titles", "organisations", "schools", "degrees", "levels")
_ITEM_GAPS = re.compile(r"[,;|·•、，；/]")
_FAR = 40
_MOST = 1000
"""Characters of a row that are looked at: no line of a résumé has more."""

BASE = (
    "upper", "words", "chars", "colon_end", "colon", "gaps", "digits", "years", "range", "month", "open", "mail",
    "link", "phone", *_CLASSES, "tongues", "capitals", "lower_start", "tabs", "brackets", "label", "group", "wide",
    "sentence", "size", "bold", "emphasis", "marked", "gap", "bullet", "gutter", "x", "width", "kind", "style_share",
    "short",
)  # fmt: skip
"""Names of what is measured on a row alone."""

_NEAR = ("size", "bold", "upper", "gap", "bullet", "words", "sentence", "gaps", "years", "range", "mail", "phone",
         "titles", "organisations", "schools", "degrees", "tongues", "levels", "marked", "x")  # fmt: skip
_SPREAD = ("bullet", "words", "sentence", "gaps", "years", "range", "mail", "link", "phone", "titles", "organisations",
           "schools", "degrees", "levels", "tongues", "short", "capitals", "digits")  # fmt: skip
_STEPS = (-2, -1, 1, 2)
_WINDOWS = (4, 10)

NAMES = (
    *BASE,
    *(f"{name}{step:+d}" for step in _STEPS for name in _NEAR),
    *(f"{name} {side} {width}" for width in _WINDOWS for side in ("above", "below") for name in _SPREAD),
    "like_above", "like_below", "place", "index", "section", "section_far", "next_kind", "next_far", "heads",
)  # fmt: skip
"""Names of the columns of `features`."""


def known_kinds(rows: Sequence[Row]) -> list[int]:
    """Per row, the number of the kind of section that its words name in the lexicon; 0: none."""
    found = [lexicon().heading(row.text) if len(row.text) <= 60 else None for row in rows]
    return [KINDS.index(kind) + 1 if kind in KINDS else 0 for kind in found]


def features(rows: Sequence[Row], kinds: Sequence[int]) -> Matrix:
    """One line per row, one column per name in `NAMES`. `kinds`: see `known_kinds`."""
    styles = [row.style for row in rows]
    base = _base(rows, kinds, styles)
    column = {name: at for at, name in enumerate(BASE)}
    near = base[:, [column[name] for name in _NEAR]]
    spread = base[:, [column[name] for name in _SPREAD]]
    alike = [False, *(one == other for one, other in pairwise(styles)), False]
    like = np.array([alike[:-1], alike[1:]], np.float32).T
    return np.hstack([base, *_shifted(near), *_windows(spread), like, _places(kinds)])


def _base(rows: Sequence[Row], kinds: Sequence[int], styles: Sequence[tuple[object, ...]]) -> Matrix:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.line.size or 0.0] += len(row.text)
    body = max(sizes, key=lambda size: (sizes[size], -size)) or 1.0
    left = min((row.line.x0 for row in rows if row.line.x0 is not None), default=0.0)
    right = max((row.line.x1 for row in rows if row.line.x1 is not None), default=1.0)
    span, often, count = max(right - left, 1.0), Counter(styles), len(rows)
    lines = [
        (*wording(row.text[:_MOST]), *_look(row, body, left, span), kind, often[style] / count, len(row.text) <= 32)
        for row, kind, style in zip(rows, kinds, styles, strict=True)
    ]
    return np.array(lines, np.float32).reshape(count, len(BASE))


def _look(row: Row, body: float, left: float, span: float) -> list[float]:
    line = row.line
    size = (line.size or body) / body
    x = -1.0 if line.x0 is None else (line.x0 - left) / span
    width = -1.0 if line.x0 is None or line.x1 is None else (line.x1 - line.x0) / span
    return [round(size, 2), row.line.bold, row.emphasis, line.heading, row.gap, row.bullet, row.gutter,
            round(x, 2), round(width, 2)]  # fmt: skip


@remembered
def wording(text: str) -> tuple[float, ...]:
    """What the words say, without where they stand."""
    plain, tokens = fold(text), words(text)
    parts, lex = text.split(), lexicon()
    first = text[:1] if text[:1].isalpha() else next((char for char in text if char.isalpha()), "")
    classes = [0.0] * (len(_CLASSES) + 3)
    for token in tokens:
        for kind in _classes(token):
            classes[kind] += 1
    wide = is_cjk(text)
    if wide:
        for at, name in enumerate(_CLASSES):
            classes[at] += sum([word in plain for word in lex.words[name].inside])
    digits = len(_NUMBER.findall(text))
    years = len(_YEAR.findall(text)) if digits else 0
    opened = float(classes[-1] > 0 or "現在" in plain or "至今" in plain)
    colon = ":" in text or "：" in text
    label = heading_key(text.partition(":")[0]) if colon else ""
    titled = sum([part[0].isupper() for part in parts])
    size = min(len(plain) // 2 if wide else len(tokens), _FAR)
    spanned = (years > 1 and _RANGE.search(text) is not None) or bool(years and opened)
    phone = digits > 1 and _PHONE.search(text) is not None and not (years and len(text) < 24)
    mail = "@" in text and _MAIL.search(text) is not None
    link = _LINK_SIGN.search(plain) is not None and _LINK.search(plain) is not None
    return (
        float(text.isupper()), float(size), float(min(len(text), 150)), float(text.endswith((":", "："))),
        float(colon), float(min(len(_ITEM_GAPS.findall(text)), 12)),
        round(digits / max(len(text), 1), 2), float(years), float(spanned),
        float(classes[-2] > 0), opened, float(mail),
        float(link), float(phone), *classes[: len(_CLASSES)], classes[-3],
        round(titled / max(len(parts), 1), 2), float(first.islower()),
        float(text.count("\t")), float("(" in text or "（" in text), float(label in lex.labels),
        float(label in lex.groups), float(wide), float(text.endswith((".", "。", "!", "?", ";"))),
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _classes(token: str) -> tuple[int, ...]:
    """The kinds of words that a token belongs to; of phrases, none."""
    lex, found = lexicon(), []
    for at, name in enumerate(_CLASSES):
        table = lex.words[name]
        if (token,) in table.phrases or (table.endings and token.endswith(table.endings)):
            found.append(at)
    if token in lex.languages:
        found.append(len(_CLASSES))
    if token in lex.months:
        found.append(len(_CLASSES) + 1)
    if token in lex.phrases["present"]:
        found.append(len(_CLASSES) + 2)
    return tuple(found)


def _shifted(table: Matrix) -> list[Matrix]:
    """The neighbours of each row, by `_STEPS`; -1 beyond the ends."""
    beyond = max(_STEPS)
    padded = np.full((len(table) + 2 * beyond, table.shape[1]), -1, np.float32)
    padded[beyond:-beyond] = table
    return [padded[beyond + step : beyond + step + len(table)] for step in _STEPS]


def _windows(table: Matrix) -> list[Matrix]:
    """Means over so many rows above, and below, each row as there are, by `_WINDOWS`; 0 where there are none."""
    count = len(table)
    total = np.vstack([np.zeros((1, table.shape[1])), np.cumsum(table, axis=0, dtype=np.float64)])
    at = np.arange(count)
    ends: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for width in _WINDOWS:
        ends += [(np.maximum(at - width, 0), at), (np.minimum(at + 1, count), np.minimum(at + 1 + width, count))]
    first, last = np.concatenate([a for a, _ in ends]), np.concatenate([b for _, b in ends])
    means = (total[last] - total[first]) / np.maximum(last - first, 1)[:, None]
    return np.split(np.round(means, 3).astype(np.float32), len(ends))


def _places(kinds: Sequence[int]) -> Matrix:
    """Where a row stands: share of the document, index, the known heading above and below and how far they are."""
    count = len(kinds)
    heads = min(sum(1 for kind in kinds if kind), 12)
    above: list[tuple[float, ...]] = []
    kind, far = 0, _FAR
    for i, own in enumerate(kinds):
        if own:
            kind, far = own, 0
        above.append((round(i / count, 3), min(i, _FAR), kind, min(far, _FAR)))
        far += 1
    below: list[tuple[float, ...]] = []
    kind, far = 0, _FAR
    for own in reversed(kinds):
        below.append((kind, min(far, _FAR), heads))
        if own:
            kind, far = own, 0
        far += 1
    return np.hstack([np.array(above, np.float32), np.array(below[::-1], np.float32)])
