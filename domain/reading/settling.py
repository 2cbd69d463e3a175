"""Rows that cannot belong to their section: where a heading is missing, or says another thing than stands under it.

A section is cut where its rows, taken together, are of another kind: one path through the kinds, each row for its
share, each change and each departure from what the heading says at a price that no two doubtful rows can pay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.reading.labels import ROLES, Shares

KINDS = ("header", "summary", "work", "education", "skills", "languages", "certificates", "projects", "other")
"""Kinds of stretches; contact is part of the header."""

_COLUMNS = [ROLES.index(kind) for kind in KINDS]
_ROLE_OF = {"contact": "header", "profiles": "header", "publications": "other"}
_MIXED = ("other", "publications")
"""Under such headings stand rows that look like anything: they are not cut."""
_FLOOR = 0.03
"""What a row is worth at least for any kind: labels of single rows are wrong at times."""
_CHANGE = 5.0
_DEPART = 6.0


def stretches(shares: Shares, kind: str) -> list[tuple[str, int, int]]:
    """Stretches (kind, first, behind last) of the rows of a section that its heading calls `kind`.

    Kinds that are one here keep the name the heading gave.
    """
    if not len(shares):
        return []
    if kind in _MIXED:
        return [(kind, 0, len(shares))]
    own = KINDS.index(_ROLE_OF.get(kind, kind))
    path = _best_path(_worth(shares), own)
    found: list[tuple[str, int, int]] = []
    for at, state in enumerate(path):
        name = kind if state == own else KINDS[state]
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1], at + 1)
        else:
            found.append((name, at, at + 1))
    return found


def _worth(shares: Shares) -> NDArray[np.float64]:
    """Log shares by kind, without what speaks for a heading."""
    body = shares.take(_COLUMNS, axis=1)
    body[:, 0] += shares[:, ROLES.index("contact")]
    body = body / np.maximum(body.sum(axis=1, keepdims=True), 1e-9)
    worth: NDArray[np.float64] = np.log(np.maximum(body, _FLOOR))
    return worth


def _best_path(worth: NDArray[np.float64], own: int) -> list[int]:
    """The states of the best path: `own` begins it free of charge."""
    count, kinds = worth.shape
    if (worth.argmax(axis=1) == own).all():
        return [own] * count  # every row is what the heading says: most sections of most documents
    total = worth[0] - _DEPART
    total[own] += _DEPART
    came = np.zeros((count, kinds), np.intp)
    for at in range(1, count):
        leap = int(total.argmax())
        stay = total >= total[leap] - _CHANGE
        came[at] = np.where(stay, np.arange(kinds), leap)
        total = np.where(stay, total, total[leap] - _CHANGE) + worth[at]
    path = [int(total.argmax())]
    for at in range(count - 1, 0, -1):
        path.append(int(came[at, path[-1]]))
    return path[::-1]
