"""Counts of right, wrong and missing values per field, and the figures made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

FIELDS = (
    "name", "email", "phone", "city", "links", "summary", "work_company", "work_title", "work_start", "work_end",
    "work_highlights", "edu_institution", "edu_degree", "edu_area", "edu_dates", "skills", "languages", "certificates",
)  # fmt: skip
"""The fields of the macro average, in the order of reports."""


class Tally(dict[str, tuple[float, float, float]]):
    """Field → (right, wrong, missing): true positives, false positives, false negatives."""

    def add(self, name: str, right: float = 0, wrong: float = 0, missing: float = 0) -> None:
        """Count; a field that was counted with zeros is there, and perfect."""
        a, b, c = self.get(name, (0.0, 0.0, 0.0))
        self[name] = (a + right, b + wrong, c + missing)

    def value(self, name: str, truth: Any, predicted: Any, equal: Callable[[Any, Any], bool]) -> None:
        """One value: a wrong one is both wrong and missing; nothing on both sides counts nothing."""
        if truth and predicted and equal(truth, predicted):
            self.add(name, right=1)
        elif truth or predicted:
            self.add(name, wrong=bool(predicted), missing=bool(truth))

    def members(
        self, name: str, truth: Sequence[Any], predicted: Sequence[Any], equal: Callable[[Any, Any], bool]
    ) -> None:
        """A list whose order does not matter: each true item takes the first free predicted one that equals it."""
        if not truth and not predicted:
            return
        free = list(predicted)
        for wanted in truth:
            at = next((i for i, found in enumerate(free) if equal(wanted, found)), None)
            if at is not None:
                del free[at]
        right = len(predicted) - len(free)
        self.add(name, right, len(free), len(truth) - right)

    def overlap(self, name: str, truth: Sequence[str], predicted: Sequence[str]) -> None:
        """Prose: words in both are right; nothing on both sides counts nothing."""
        if truth or predicted:
            common = sum((Counter(truth) & Counter(predicted)).values())
            self.add(name, common, len(predicted) - common, len(truth) - common)


@dataclass(frozen=True)
class FieldScore:
    """Precision, recall and their harmonic mean, to four places, with the counts behind them."""

    precision: float
    recall: float
    f1: float
    right: float
    wrong: float
    missing: float


@dataclass(frozen=True)
class Summary:
    """Micro-averaged per field over `files`; `macro_f1` is the plain mean of the fields that occur."""

    files: int
    macro_f1: float
    fields: dict[str, FieldScore] = field(default_factory=dict)


def field_score(right: float, wrong: float, missing: float) -> FieldScore:
    """Figures of one field; precision of nothing predicted is 0 if something was missed, else 1."""
    precision = right / (right + wrong) if right + wrong else (0.0 if missing else 1.0)
    recall = right / (right + missing) if right + missing else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    counts = round(right, 1), round(wrong, 1), round(missing, 1)
    return FieldScore(round(precision, 4), round(recall, 4), round(f1, 4), *counts)


def summarise(tallies: Iterable[Tally]) -> Summary:
    """One summary of many files."""
    total, files = Tally(), 0
    for tally in tallies:
        files += 1
        for name, counts in tally.items():
            total.add(name, *counts)
    fields = {name: field_score(*total[name]) for name in FIELDS if name in total}
    mean = sum(score.f1 for score in fields.values()) / max(1, len(fields))
    return Summary(files, round(mean, 4), fields)
