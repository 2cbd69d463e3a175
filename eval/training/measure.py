"""How well rows are labelled on what was not trained on: other people and layouts, unknown headings."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from domain.reading.labels import ROLES, Trees, trees_of
from domain.reading.memory import forget
from domain.reading.row_features import features, known_kinds
from eval.training.data import Labelled, table
from eval.training.export import packed
from eval.training.fit import fit

_REPEATS = 5
"""Of what is timed: the shortest counts."""
REPORT = Path(__file__).parent / "report.md"


@dataclass(frozen=True)
class Score:
    """`right[r]`, `said[r]` and `true[r]` count rows by role."""

    right: np.ndarray[Any, Any]
    said: np.ndarray[Any, Any]
    true: np.ndarray[Any, Any]

    @property
    def accuracy(self) -> float:
        """Share of rows with the right role."""
        return float(self.right.sum() / max(self.true.sum(), 1))

    @property
    def f1(self) -> dict[str, float]:
        """By role, of those that there are."""
        total = self.said + self.true
        return {role: float(2 * self.right[at] / total[at]) for at, role in enumerate(ROLES) if self.true[at]}

    @property
    def macro_f1(self) -> float:
        """Plain mean over roles."""
        return float(np.mean(list(self.f1.values())))

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.said + other.said, self.true + other.true)


def score(trees: Trees, documents: Sequence[Labelled], *, lexicon: bool = True) -> Score:
    """Counts over all rows; `lexicon` False: headings are as if nobody knew them."""
    rows, roles = table(documents, dropout=0.0 if lexicon else 1.0)
    said = trees.shares(rows).argmax(axis=1)
    counts = [np.bincount(each, minlength=len(ROLES)) for each in (roles[said == roles], said, roles)]
    return Score(*counts)


def measure(ours: Sequence[Labelled], made: Sequence[Labelled], unseen: Sequence[Labelled]) -> str:
    """The report, in Markdown: `ours` are the corpus's documents, `made` generated ones, `unseen` of another seed."""
    model = fit(made)
    trees = trees_of(model)
    rows: list[tuple[str, Score]] = [
        ("generated, other people", score(trees, unseen)),
        ("generated, other people, lexicon off", score(trees, unseen, lexicon=False)),
        ("corpus, trained on generated alone", score(trees, ours)),
        ("corpus, trained on generated alone, lexicon off", score(trees, ours, lexicon=False)),
    ]
    by_layout = _left_out(ours, made)
    for at, name in enumerate(("corpus, its layout left out", "corpus, its layout left out, lexicon off")):
        rows.append((name, sum((pair[at] for pair in by_layout.values()), _nothing())))
    lines = ["# The line labeller", "", _about(model, trees, ours, made), ""]
    lines += ["| rows of | accuracy | macro F1 |", "|---|---:|---:|"]
    lines += [f"| {name} | {each.accuracy:.3f} | {each.macro_f1:.3f} |" for name, each in rows]
    lines += ["", "By layout left out:", "", "| layout | accuracy | lexicon off |", "|---|---:|---:|"]
    lines += [f"| {name} | {a.accuracy:.3f} | {b.accuracy:.3f} |" for name, (a, b) in by_layout.items()]
    lines += ["", "By role, its layout left out:", "", "| role | F1 |", "|---|---:|"]
    lines += [f"| {role} | {value:.3f} |" for role, value in rows[4][1].f1.items()]
    return "\n".join(lines) + "\n"


def _nothing() -> Score:
    none = np.zeros(len(ROLES), np.int64)
    return Score(none, none, none)


def _left_out(ours: Sequence[Labelled], made: Sequence[Labelled]) -> dict[str, tuple[Score, Score]]:
    """Layout → scores with and without lexicon, of a model that saw no file of it, nor its people in other layouts."""
    found = {}
    for layout in sorted({each.layout for each in ours}):
        tested = [each for each in ours if each.layout == layout]
        people = {each.person for each in tested}
        rest = [each for each in ours if each.layout != layout and each.person not in people]
        trees = trees_of(fit([*made, *rest, *rest]))
        found[layout] = score(trees, tested), score(trees, tested, lexicon=False)
    return found


def _about(
    model: dict[str, np.ndarray[Any, Any]], trees: Trees, ours: Sequence[Labelled], made: Sequence[Labelled]
) -> str:
    parts = np.array([_seconds(trees, ours) for _ in range(_REPEATS)]).min(axis=0)
    ms = 1000 * parts / max(len(ours), 1)
    return (
        f"Written by `python -m eval.training --report`: {len(made)} generated documents, {len(ours)} of the corpus; "
        f"{len(packed(model))} bytes; {ms[0]:.1f} ms for features and {ms[1]:.1f} ms for trees a document. Where a "
        "layout is left out, so are its people in every other layout. Rules that look for headings and columns were "
        "written with the corpus in view; the labeller sees their rows."
    )


def _seconds(trees: Trees, documents: Sequence[Labelled]) -> tuple[float, float]:
    """For measuring all rows anew, and for labelling them."""
    forget()
    begun = time.perf_counter()
    tables = [features(each.rows, known_kinds(each.rows)) for each in documents]
    middle = time.perf_counter()
    for each in tables:
        trees.shares(each)
    return middle - begun, time.perf_counter() - middle
