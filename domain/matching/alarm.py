"""When scores say nothing: a scorer that gives everybody the same is broken, however healthy its runs look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

LEAST_PAIRS = 50
"""Fewer pairs of different people and jobs than this may be alike by chance."""
SAME_SHARE = 0.95


def flat_scores(table: Sequence[Sequence[int]]) -> str | None:
    """What is wrong with the scores of different people (rows) and different jobs (columns); None when nothing is."""
    scores = [score for row in table for score in row]
    if len(scores) < LEAST_PAIRS:
        return None
    common, count = Counter(scores).most_common(1)[0]
    if count <= SAME_SHARE * len(scores):
        return None
    return (
        f"{count} of {len(scores)} pairs of different people and jobs got the score {common}. "
        "Look at the facts of both sides and at the rubric before trusting any match of this batch."
    )
