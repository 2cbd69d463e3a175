"""What each row of a document is, by fuzzy match with what is known of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from domain.reading.lexicon import lexicon
from domain.reading.sections import Row
from eval import normal

Json = dict[str, Any]
Block = tuple[str, str]
"""(role, words)."""

_LETTERS = re.compile(r"[\W_]+")
_LEAST = 0.6
_SAME = 0.05


def flat(text: str) -> str:
    """Letters and digits alone, in normal form: letter-spacing and punctuation do not matter."""
    return _LETTERS.sub("", normal.norm(text))


def by_blocks(rows: Sequence[Row], blocks: Sequence[Block]) -> list[str | None]:
    """The role of the block that a row is a part of, or that it holds; None: no block fits.

    Of several that fit equally, one of the role of the row before, then the nearest to the block of the row before.
    """
    forms = [(role, flat(text)) for role, text in blocks]
    found: list[str | None] = []
    last = 0
    for row in rows:
        best, score = None, _LEAST
        for at, (role, form) in enumerate(forms):
            fit = _fit(flat(row.text), form)
            fit += (_SAME if found and found[-1] == role else 0) - 0.001 * min(abs(at - last), 40)
            if fit > score:
                best, score = at, fit
        last = last if best is None else best
        found.append(None if best is None else blocks[best][0])
    return found


def _fit(row: str, block: str) -> float:
    """1 for equal forms, and for a part of a longer block a little less; the share of the row that a block covers."""
    if not row or not block:
        return 0.0
    if row == block:
        return 1.2
    if row in block and (len(row) > 2 or len(block) < 12):
        return 1.0 + 0.1 * len(row) / len(block)
    return len(block) / len(row) if block in row and len(block) > 2 else 0.0


def by_truth(rows: Sequence[Row], truth: Json) -> list[str | None]:
    """Roles from a truth that says nothing of headings: those are the rows that the lexicon knows and truth does not.

    Rows that match nothing (dates, mostly) take the role around them.
    """
    values = _values(truth)
    found: list[str | None] = []
    for row in rows:
        known = lexicon().heading(row.text)
        role = _best(flat(row.text), values)
        found.append("heading" if known and role != "summary" and not row.bullet else role)
    return _filled(found)


def _values(truth: Json) -> list[Block]:
    basics = truth["basics"]
    place = basics.get("location") or {}
    found = [("header", basics.get("name")), ("header", basics.get("label")), ("summary", basics.get("summary")),
             ("contact", basics.get("email")), ("contact", basics.get("phone")), ("contact", basics.get("url")),
             ("contact", place.get("city"))]  # fmt: skip
    found += [("contact", each.get(key)) for each in basics.get("profiles", []) for key in ("url", "username")]
    for part, keys in (("work", ("name", "position", "summary")), ("education", ("institution", "area", "studyType")),
                       ("projects", ("name", "description")), ("certificates", ("name",)),
                       ("languages", ("language", "fluency"))):  # fmt: skip
        for entry in truth.get(part, []):
            found += [(part, entry.get(key)) for key in keys]
            found += [(part, line) for line in entry.get("highlights", [])]
    found += [("skills", word) for group in truth.get("skills", []) for word in [group.get("name"), *group["keywords"]]]
    return [(role, flat(str(value))) for role, value in found if value]


def _best(row: str, values: Sequence[Block]) -> str | None:
    """The role whose values cover most of a row, or hold it."""
    covered: dict[str, float] = {}
    for role, value in values:
        if len(row) > 3 and row in value:
            covered[role] = max(covered.get(role, 0), len(row) + (5 if row == value else 0))
        elif (len(value) > 2 or len(row) < 8) and value and value in row:
            covered[role] = covered.get(role, 0) + len(value)
    best = max(covered, key=lambda role: covered[role], default=None)
    return best if best is not None and covered[best] >= 0.3 * len(row) else None


def _filled(roles: list[str | None]) -> list[str | None]:
    """Rows without a role take the one that rows above and below agree on, or that of the entry they begin."""
    out = list(roles)
    for i, role in enumerate(roles):
        if role is not None:
            continue
        above = next((out[j] for j in range(i - 1, max(i - 3, -1), -1) if out[j]), None)
        below = next((roles[j] for j in range(i + 1, min(i + 3, len(roles))) if roles[j]), None)
        if above == below or below in (None, "heading"):
            out[i] = above if above != "heading" else None
        elif above in (None, "heading"):
            out[i] = below
    return out
