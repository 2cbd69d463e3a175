"""What every row of a document is, as shares of eleven roles: boosted trees over `row_features`, by numpy alone.

The model, `labels.npz`, is trained and written by `python -m eval.training`. The same rows give the same shares
in any process; they are soft evidence beside the rules, never a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.reading.row_features import Matrix, features, known_kinds
from domain.reading.sections import Row

Shares = NDArray[np.float64]
"""(rows, roles): each line sums to 1."""

ROLES = ("header", "contact", "heading", "summary", "work", "education", "skills", "languages", "certificates",
         "projects", "other")  # fmt: skip
"""The columns of `Shares`. `header` is name and job title; `other` belongs to the person but to none of the rest."""

MODEL = "labels.npz"


@dataclass(frozen=True)
class Trees:
    """Decision trees side by side; node numbers run over all of them. Tree `t` speaks for role `t mod len(ROLES)`.

    At node n a row goes to `children[2n]` when its feature `feature[n]` is at most `limit[n]`, else to
    `children[2n + 1]`. A leaf leads to itself; `value` is what it adds.
    """

    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    limit: NDArray[np.float32]
    children: NDArray[np.intp]
    value: NDArray[np.float32]
    depth: int

    def shares(self, table: Matrix) -> Shares:
        """Shares of the roles for each line of a table of features."""
        flat = table.ravel()
        first = np.arange(len(table), dtype=np.intp)[:, None] * table.shape[1]
        at = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            beyond = flat.take(self.feature.take(at) + first) > self.limit.take(at)
            at = self.children.take(2 * at + beyond)
        votes = self.value.take(at).astype(np.float64).reshape(len(table), -1, len(ROLES)).sum(axis=1)
        votes = np.exp(votes - votes.max(axis=1, keepdims=True))
        shares: Shares = votes / votes.sum(axis=1, keepdims=True)
        return shares


_LEAF = 255
"""Number of a feature that marks a leaf in the stored model."""


def trees_of(stored: Mapping[str, NDArray[Any]]) -> Trees:
    """Trees from the arrays of a model.

    `sizes` and `depth` are of trees; per node `feature`, `number` (limit or value), and `left` and `right`, counted
    from the root of its tree.
    """
    sizes, split = stored["sizes"].astype(np.int32), stored["feature"]
    firsts = np.cumsum(sizes) - sizes
    first, own, inner = np.repeat(firsts, sizes), np.arange(len(split)), split != _LEAF
    children = [np.where(inner, stored[side] + first, own) for side in ("left", "right")]
    return Trees(
        roots=firsts.astype(np.intp),
        feature=np.where(inner, split, 0).astype(np.intp),
        limit=np.where(inner, stored["number"], 0).astype(np.float32),
        children=np.stack(children, axis=1).astype(np.intp).ravel(),
        value=np.where(inner, 0, stored["number"]).astype(np.float32),
        depth=int(stored["depth"]),
    )


@lru_cache(maxsize=1)
def model() -> Trees:
    """The trees of this process, loaded once."""
    with as_file(files("domain.reading").joinpath(MODEL)) as file, np.load(file, allow_pickle=False) as stored:
        return trees_of(stored)


def label_rows(rows: Sequence[Row]) -> Shares:
    """The shares of all rows of a document, in order; none for no rows."""
    if not rows:
        return np.zeros((0, len(ROLES)))
    return model().shares(features(rows, known_kinds(rows)))
