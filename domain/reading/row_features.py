"""What a row looks like and what kinds of words it holds, as numbers: what the line labeller decides by.

Nothing here knows a heading's meaning but `known_kinds`, whose answers a caller may leave out: a labeller that learns
with a part of them left out learns to do without.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

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
    base = _base(rows, kinds)
    column = {name: at for at, name in enumerate(BASE)}
    near = base[:, [column[name] for name in _NEAR]]
    spread = base[:, [column[name] for name in _SPREAD]]
    parts = [base, *(_shifted(near, step) for step in _STEPS)]
    for width in _WINDOWS:
        parts += _windows(spread, width)
    styles = [row.style for row in rows]
    like = np.zeros((len(rows), 2), np.float32)
    for i, style in enumerate(styles):
        like[i] = (i > 0 and styles[i - 1] == style, i + 1 < len(styles) and styles[i + 1] == style)
    return np.hstack([*parts, like, _places(kinds)]).astype(np.float32)


def _base(rows: Sequence[Row], kinds: Sequence[int]) -> Matrix:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.line.size or 0.0] += len(row.text)
    body = max(sizes, key=lambda size: (sizes[size], -size)) or 1.0
    styles = Counter(row.style for row in rows)
    left = min((row.line.x0 for row in rows if row.line.x0 is not None), default=0.0)
    right = max((row.line.x1 for row in rows if row.line.x1 is not None), default=1.0)
    table = [
        [*_look(row, body, left, max(right - left, 1.0)), kind, styles[row.style] / len(rows), len(row.text) <= 32]
        for row, kind in zip(rows, kinds, strict=True)
    ]
    lines = [[*wording(row.text[:_MOST]), *line] for row, line in zip(rows, table, strict=True)]
    return np.array(lines, np.float32).reshape(len(rows), len(BASE))


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
    first = next((char for char in text if char.isalpha()), "")
    classes = [0.0] * (len(_CLASSES) + 3)
    for token in tokens:
        for kind in _classes(token):
            classes[kind] += 1
    wide = is_cjk(text)
    if wide:
        for at, name in enumerate(_CLASSES):
            classes[at] += sum(word in plain for word in lexicon().words[name].inside)
    digits = len(_NUMBER.findall(text))
    years = len(_YEAR.findall(text)) if digits else 0
    opened = float(classes[-1] > 0 or any(word in plain for word in ("現在", "至今")))
    label = heading_key(text.partition(":")[0]) if ":" in text or "：" in text else ""
    titled = sum(word[:1].isupper() for word in text.split())
    size = min(len(plain) // 2 if wide else len(tokens), _FAR)
    spanned = (years > 1 and _RANGE.search(text) is not None) or bool(years and opened)
    phone = digits > 1 and _PHONE.search(text) is not None and not (years and len(text) < 24)
    mail = "@" in text and _MAIL.search(text) is not None
    link = ("." in plain or ":" in plain) and _LINK.search(plain) is not None
    return (
        float(text.isupper()), float(size), float(min(len(text), 150)), float(text.endswith((":", "："))),
        float(":" in text or "：" in text), float(min(len(_ITEM_GAPS.findall(text)), 12)),
        round(digits / max(len(text), 1), 2), float(years), float(spanned),
        float(classes[-2] > 0), opened, float(mail),
        float(link), float(phone), *classes[: len(_CLASSES)], classes[-3],
        round(titled / max(len(text.split()), 1), 2), float(first.islower()),
        float(text.count("\t")), float("(" in text or "（" in text), float(label in lexicon().labels),
        float(label in lexicon().groups), float(wide), float(text.endswith((".", "。", "!", "?", ";"))),
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


def _shifted(table: Matrix, step: int) -> Matrix:
    """Each row's neighbour `step` rows on; -1 beyond the ends."""
    out = np.full_like(table, -1)
    if step > 0:
        out[:-step] = table[step:]
    else:
        out[-step:] = table[:step]
    return out


def _windows(table: Matrix, width: int) -> list[Matrix]:
    """Means over up to `width` rows above, and below, each row; 0 where there are none."""
    count = len(table)
    total = np.vstack([np.zeros((1, table.shape[1])), np.cumsum(table, axis=0, dtype=np.float64)])
    at = np.arange(count)
    found = []
    above = np.maximum(at - width, 0), at
    below = np.minimum(at + 1, count), np.minimum(at + 1 + width, count)
    for first, last in (above, below):
        size = np.maximum(last - first, 1)[:, None]
        found.append(np.round((total[last] - total[first]) / size, 3).astype(np.float32))
    return found


def _places(kinds: Sequence[int]) -> Matrix:
    """Where a row stands: share of the document, index, the known heading above and below and how far they are."""
    count = len(kinds)
    out = np.zeros((count, 7), np.float32)
    heads = sum(1 for kind in kinds if kind)
    kind, far = 0, _FAR
    for i in range(count):
        if kinds[i]:
            kind, far = kinds[i], 0
        out[i, :4] = round(i / count, 3), min(i, _FAR), kind, min(far, _FAR)
        far += 1
    kind, far = 0, _FAR
    for i in range(count - 1, -1, -1):
        out[i, 4:] = kind, min(far, _FAR), min(heads, 12)
        if kinds[i]:
            kind, far = kinds[i], 0
        far += 1
    return out
