"""What the product is meant to reach. Bounds in `floors.toml` keep what is there; these say what is still short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.figures import Cell, Figure, Part, Table


@dataclass(frozen=True)
class Goal:
    """`figure` is a figure's name, or with a * what the names of several begin with: then the worst of them counts."""

    part: str
    figure: str
    must: float
    stretch: float
    better: Literal["more", "less"] = "more"

    def reached(self, value: float) -> str:
        """In one word, of this value."""
        sign = 1 if self.better == "more" else -1
        if sign * value >= sign * self.stretch:
            return "stretch"
        return "must" if sign * value >= sign * self.must else "short"


GOALS = (
    Goal("parse", "macro F1", 0.92, 0.96),
    Goal("parse", "field *", 0.80, 0.90),
    Goal("parse", "layout *", 0.75, 0.88),
    Goal("parse", "values without evidence", 0, 0, "less"),
    Goal("parse", "quotes that are not the text at their span", 0, 0, "less"),
    Goal("parse", "values whose quote does not hold them", 0, 0, "less"),
    Goal("parse", "profiles that differ in a second process", 0, 0, "less"),
    Goal("parse", "text recall pdf", 0.990, 0.994),
    Goal("parse", "broken phrases pdf", 10, 3, "less"),
    Goal("hostile", "files not as expected", 0, 0, "less"),
    Goal("hostile", "slowest file, s", 3, 1, "less"),
    Goal("hostile", "most memory, MB", 500, 500, "less"),
    Goal("hostile", "ways to hide words in a PDF not as expected", 0, 0, "less"),
    Goal("parse", "words called hidden, per 1,000", 1, 0.1, "less"),
    Goal("match", "truth, people for a job, ndcg@10", 0.95, 0.98),
    Goal("match", "truth, people for a job, spearman_rel1", 0.65, 0.80),
    Goal("match", "best PDF, people for a job, ndcg@10", 0.92, 0.96),
    Goal("match", "other professions, people for a job, ndcg@10", 0.93, 0.97),
    Goal("match", "other professions, people for a job, spearman_rel1", 0.55, 0.75),
)


def goal_table(parts: Sequence[Part]) -> Table:
    """Every goal whose figures were measured, with the figure that counts."""
    rows: list[list[Cell]] = []
    for goal in GOALS:
        figures = [each for part in parts if part.name == goal.part for each in part.figures if _counts(goal, each)]
        if figures:
            sign = 1 if goal.better == "more" else -1
            worst = min(figures, key=lambda figure: sign * figure.value)
            which = f" ({worst.name})" if len(figures) > 1 else ""
            value = round(worst.value, 3)
            rows.append(
                [f"{goal.part}: {goal.figure}{which}", f"{goal.must:g}", f"{goal.stretch:g}", f"{value:g}",
                 goal.reached(worst.value)]
            )  # fmt: skip
    note = "With a *, the worst of several counts. A goal that is short fails nothing: the bounds in floors.toml do."
    return Table("Goals", ("figure", "must", "stretch", "measured", "reached"), rows, note)


def _counts(goal: Goal, figure: Figure) -> bool:
    if goal.figure.endswith("*"):
        return figure.name.startswith(goal.figure[:-1])
    return figure.name == goal.figure
