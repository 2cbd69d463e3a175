"""Headings that no lexicon knows, told by how they look and by what stands under them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from domain.reading.labels import ROLES, Shares
from domain.reading.sections import Row

_HEADING = ROLES.index("heading")
_BODY = [at for at, role in enumerate(ROLES) if role != "heading"]
_SURE_HEADING = 0.5
_SURE_KIND = 0.5
_LEAST = 0.02
"""No single row rules a kind out by more than this share."""
_NO_HEADING = re.compile(r"\S@\S|https?:|www\.|\d{4}|[.!?;,。；]$")


def is_unknown_heading(row: Row, share: float) -> bool:
    """Whether a row that no lexicon knows looks like a heading; `share` is what the labeller gives for that."""
    shaped = len(row.text) <= 60 and not row.bullet and not _NO_HEADING.search(row.text)
    return shaped and share >= _SURE_HEADING


def end_of(first: int, rows: Sequence[Row], shares: Shares, known: Collection[int]) -> int:
    """Index behind the last row under a heading at `first - 1`: the next known or unknown heading, or the end."""
    for at in range(first, len(rows)):
        if at in known or is_unknown_heading(rows[at], shares[at, _HEADING]):
            return at
    return len(rows)


def kind_of(shares: Shares) -> str | None:
    """The role that these rows have together; None when they do not agree on one."""
    if not len(shares):
        return None
    body = shares[:, _BODY]
    body = np.maximum(body / body.sum(axis=1, keepdims=True), _LEAST)
    together = np.log(body).mean(axis=0)
    best = int(together.argmax())
    return ROLES[_BODY[best]] if float(body[:, best].mean()) >= _SURE_KIND else None


def heading_share(shares: Shares, at: int) -> float:
    """How much the labeller takes a row for a heading."""
    return float(shares[at, _HEADING])


def tells_reach(shares: Shares) -> list[bool]:
    """Per row, whether the labeller takes it for an address, a number, a place or a link of the person."""
    return [bool(share >= _SURE_KIND) for share in shares[:, ROLES.index("contact")]]
