"""Score a ranking against graded relevance (0–3); a person of grade 2 or 3 is relevant.

Means over the queries that have somebody relevant: nDCG@10 with gain 2^grade - 1, recall@5/10/20, the reciprocal rank
of the first relevant one, Spearman's rho of score and grade with average ranks for ties (`spearman`: over all, where
most pairs tie at grade 0 and 0.45 is near perfect; `spearman_rel1`: over those of grade 1 and more, at least three and
not all equal). `coverage` is the share of pairs that have a score; what has none ranks last.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

Number = TypeVar("Number", int, float)

Scores = Mapping[str, Mapping[str, float]]
"""Query → document → number; higher is better."""
Grades = Mapping[str, Mapping[str, int]]

RELEVANT = 2
CUTS = (5, 10, 20)
MEASURES = ("ndcg@10", *(f"recall@{cut}" for cut in CUTS), "mrr", "spearman", "spearman_rel1")
_UNSCORED = -1e9


def ranks(values: Sequence[float]) -> list[float]:
    """Rank of each value from 0, ties sharing the mean of theirs."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    found, first = [0.0] * len(values), 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for position in range(first, last + 1):
            found[order[position]] = (first + last) / 2
        first = last + 1
    return found


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Rank correlation, -1 to 1; 0 when one side is constant."""
    x, y = ranks(left), ranks(right)
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    shared = sum((p - mean_x) * (q - mean_y) for p, q in zip(x, y, strict=True))
    spread = math.sqrt(sum((p - mean_x) ** 2 for p in x) * sum((q - mean_y) ** 2 for q in y))
    return shared / spread if spread else 0.0


def dcg(grades: Sequence[int], cut: int) -> float:
    """Discounted cumulative gain of the first `cut` grades."""
    return float(sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:cut])))


def evaluate(scores: Scores, grades: Grades) -> dict[str, float]:
    """The measures, to four places, with `queries` (how many counted) and `coverage`."""
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    scored = pairs = 0
    for query, graded in grades.items():
        given = scores.get(query, {})
        pairs += len(graded)
        scored += sum(document in given for document in graded)
        if any(grade >= RELEVANT for grade in graded.values()):
            for name, value in _of_query(given, graded).items():
                values[name].append(value)
    means = {name: round(sum(each) / len(each), 4) if each else 0.0 for name, each in values.items()}
    return {**means, "queries": len(values["mrr"]), "coverage": round(scored / max(1, pairs), 4)}


def _of_query(given: Mapping[str, float], graded: Mapping[str, int]) -> dict[str, float]:
    """Measures of one query; ties of the ranking are broken by the document's name."""
    documents = sorted(graded)
    points = [float(given.get(document, _UNSCORED)) for document in documents]
    order = sorted(range(len(documents)), key=lambda i: (-points[i], documents[i]))
    ranked = [graded[documents[i]] for i in order]
    relevant = sum(grade >= RELEVANT for grade in ranked)
    measures = {f"recall@{cut}": sum(grade >= RELEVANT for grade in ranked[:cut]) / relevant for cut in CUTS}
    measures["ndcg@10"] = dcg(ranked, 10) / dcg(sorted(ranked, reverse=True), 10)
    measures["mrr"] = next(1 / place for place, grade in enumerate(ranked, 1) if grade >= RELEVANT)
    measures["spearman"] = spearman(points, [graded[document] for document in documents])
    fitting = [i for i, document in enumerate(documents) if graded[document] >= 1]
    wanted = [graded[documents[i]] for i in fitting]
    if len(fitting) >= 3 and len(set(wanted)) > 1:
        measures["spearman_rel1"] = spearman([points[i] for i in fitting], wanted)
    return measures


def flip(table: Mapping[str, Mapping[str, Number]]) -> dict[str, dict[str, Number]]:
    """Rows and columns exchanged: jobs ranked per person instead of people per job."""
    flipped: dict[str, dict[str, Number]] = defaultdict(dict)
    for row, cells in table.items():
        for column, value in cells.items():
            flipped[column][row] = value
    return dict(flipped)
