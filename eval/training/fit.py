"""Boosted trees from labelled rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np

from domain.reading.labels import ROLES
from eval.training.data import DROPOUT, Labelled, table
from eval.training.export import arrays

ROUNDS = 40
_PARAMETERS: dict[str, Any] = {
    "objective": "multiclass", "num_class": len(ROLES), "num_leaves": 24, "max_depth": 6, "learning_rate": 0.2,
    "min_data_in_leaf": 20, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 63,
    "deterministic": True, "force_row_wise": True, "seed": 3, "num_threads": 1, "verbose": -1,
}  # fmt: skip


def fit(documents: Sequence[Labelled]) -> dict[str, np.ndarray[Any, Any]]:
    """A model in the form that the reader loads; the same documents in the same order give the same one."""
    features, roles = table(documents, dropout=DROPOUT, seed=1)
    booster = lightgbm.train(_PARAMETERS, lightgbm.Dataset(features, roles), ROUNDS)
    return arrays(booster.dump_model())
