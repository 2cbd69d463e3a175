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
    """Decision trees side by side, all filled up to one depth. Tree `t` speaks for role `t mod len(ROLES)`.

    Per level, node n sends a row to node 2n of the next level when its feature `feature[n]` is at most `limit[n]`, else
    to 2n + 1; the last level leads to `value`, what a tree adds. So no table says where the children of a node are.
    """

    feature: tuple[NDArray[np.intp], ...]
    limit: tuple[NDArray[np.float32], ...]
    value: NDArray[np.float64]

    def shares(self, table: Matrix) -> Shares:
        """Shares of the roles for each line of a table of features."""
        flat = table.ravel()
        first = np.arange(len(table), dtype=np.intp) * table.shape[1]
        size = (len(self.feature[0]), len(table))
        at = np.repeat(np.arange(size[0], dtype=np.intp), size[1]).reshape(size)
        # Arrays that are used again, and indices that are not checked twice: half of the time went there.
        where, seen, limit = np.empty(size, np.intp), np.empty(size, np.float32), np.empty(size, np.float32)
        for features_of, limits in zip(self.feature, self.limit, strict=True):
            features_of.take(at, out=where, mode="clip")
            where += first
            flat.take(where, out=seen, mode="clip")
            limits.take(at, out=limit, mode="clip")
            at += at
            at += seen > limit
        votes = np.ascontiguousarray(self.value.take(at).reshape(-1, len(ROLES), len(table)).sum(axis=0).T)
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
    # A leaf above the last level leads to itself, on both sides.
    children = np.stack([np.where(inner, stored[side] + first, own) for side in ("left", "right")], axis=1)
    at, features_of, limits = firsts, [], []
    for _ in range(int(stored["depth"])):
        features_of.append(np.where(inner, split, 0)[at].astype(np.intp))
        limits.append(np.where(inner, stored["number"], 0)[at].astype(np.float32))
        at = children[at].ravel()
    value = np.where(inner, 0, stored["number"]).astype(np.float32)[at].astype(np.float64)
    return Trees(tuple(features_of), tuple(limits), value)


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
