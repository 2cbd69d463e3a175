"""The stored form of a model: what the trees say, the reader's arrays say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.reading.labels import ROLES, trees_of
from eval.training.export import arrays, packed, write


def _leaf(value: float) -> dict[str, Any]:
    return {"leaf_value": value}


def _split(feature: int, limit: float, left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    return {"split_feature": feature, "threshold": limit, "left_child": left, "right_child": right}


DEEP = _split(1, 0.5, _split(0, 2.0, _leaf(1.0), _leaf(3.0)), _leaf(2.0))
DUMP = {"tree_info": [{"tree_structure": DEEP}, *({"tree_structure": _leaf(0.0)} for _ in ROLES[1:])]}


@pytest.mark.parametrize(("row", "vote"), [((2.0, 0.5), 1.0), ((2.1, 0.5), 3.0), ((0.0, 0.6), 2.0)])
def test_rows_reach_their_leaves(row: tuple[float, float], vote: float) -> None:
    """At most the limit goes left; a shallow tree stays at its leaf while a deep one goes on."""
    shares = trees_of(arrays(DUMP)).shares(np.array([row], np.float32))
    expected = np.exp([vote] + [0.0] * (len(ROLES) - 1))
    assert shares[0] == pytest.approx(expected / expected.sum())


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    """No dates in the archive, and it reads back equal."""
    model = arrays(DUMP)
    size = write(model, tmp_path / "m.npz")
    assert (tmp_path / "m.npz").read_bytes() == packed(model)
    assert size == len(packed(model))
    with np.load(tmp_path / "m.npz", allow_pickle=False) as stored:
        assert all((stored[name] == model[name]).all() for name in model)
