"""A trained model as the few arrays that `domain/reading/labels.py` reads."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

LEAF = 255
"""Number of a feature that marks a leaf."""
_DATE = 1980, 1, 1, 0, 0, 0


def arrays(dump: dict[str, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Of `Booster.dump_model()`: sizes of trees; per node feature, limit or value, children in its tree."""
    sizes, depth = [], 0
    nodes: list[list[float]] = []
    for tree in dump["tree_info"]:
        own: list[list[float]] = []
        depth = max(depth, _flatten(tree["tree_structure"], own))
        sizes.append(len(own))
        nodes += own
    table = np.array(nodes)
    return {
        "sizes": np.array(sizes, np.uint8), "feature": table[:, 0].astype(np.uint8),
        "number": table[:, 1].astype(np.float32), "left": table[:, 2].astype(np.uint8),
        "right": table[:, 3].astype(np.uint8), "depth": np.array(depth, np.uint8),
    }  # fmt: skip


def _flatten(node: dict[str, Any], nodes: list[list[float]]) -> int:
    """Append a subtree in depth-first order; returns its depth."""
    own = [float(LEAF), 0.0, 0.0, 0.0]
    nodes.append(own)
    if "leaf_value" in node:
        own[1] = round(node["leaf_value"], 3)
        return 0
    own[:2] = float(node["split_feature"]), node["threshold"]
    own[2] = len(nodes)
    depth = _flatten(node["left_child"], nodes)
    own[3] = len(nodes)
    return 1 + max(depth, _flatten(node["right_child"], nodes))


def packed(model: dict[str, np.ndarray[Any, Any]]) -> bytes:
    """As .npz without dates: the same model gives the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name, values in model.items():
            member = BytesIO()
            np.lib.format.write_array(member, values, allow_pickle=False)
            out.writestr(zipfile.ZipInfo(f"{name}.npy", _DATE), member.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def write(model: dict[str, np.ndarray[Any, Any]], file: Path) -> int:
    """Write a model; returns its size in bytes."""
    return file.write_bytes(packed(model))
