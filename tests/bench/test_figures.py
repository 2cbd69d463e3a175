"""Figures of the bench: what counts as reached, and how numbers are made of many."""

from __future__ import annotations

import pytest

from bench.figures import Figure, median, number, percentile


@pytest.mark.parametrize(
    ("measured", "better", "reached"),
    [(5.0, "lower", "stretch"), (8.0, "lower", "must"), (10.1, "lower", "short"), (11.0, "higher", "stretch")],
)
def test_a_figure_says_how_far_it_came(measured: float, better: str, reached: str) -> None:
    """Bounds belong to the reached side; what is wanted high is compared the other way round."""
    figure = Figure("speed", measured, "ms", 10, 5, "lower" if better == "lower" else "higher")
    assert figure.reached == reached


def test_zero_errors_must_be_zero() -> None:
    """A bound of zero is a bound: one lost event is short, none is all that can be reached, and no ratio is made."""
    assert Figure("lost", 1, "", 0, 0).reached == "short"
    assert Figure("lost", 0, "", 0, 0).reached == "stretch"
    assert Figure("lost", 0, "", 0, 0).ratio is None
    assert Figure("only told", 7, "MiB").reached == ""


def test_percentiles_are_values_that_were_measured() -> None:
    """Nearest rank: the p99 of a hundred values is the second largest of them, in whatever order they came."""
    values = [float(value) for value in range(100, 0, -1)]
    assert percentile(values, 99) == 99
    assert percentile([3.0], 99) == 3
    assert median([1.0, 2.0, 10.0]) == 2


def test_numbers_are_written_without_exponents() -> None:
    """Three digits where they say something, thousands apart, zero as zero."""
    assert [number(value) for value in (0, 0.366, 90.04, 322_076.4)] == ["0", "0.366", "90", "322,076"]
