"""The line labeller: shares, the same everywhere, right on most rows of pages it was not made from."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import numpy as np
import pytest

from domain.reading.labels import MODEL, ROLES, label_rows, model
from domain.reading.row_features import NAMES
from domain.reading.sections import rows_of
from schema.document import Document

STRANGE = {
    "Experience": "Where the days went", "Education": "Benches I sat on", "Skills": "In my satchel",
    "Languages": "Talking", "Certificates": "On stamped paper", "Summary": "So who is this",
}  # fmt: skip
"""Headings of the English sample → such as no lexicon has."""


def test_shares_are_shares(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """One line a row, one column a role, sums of 1; no rows, no lines."""
    rows = rows_of(document(texts["en"]))
    shares = label_rows(rows)
    assert shares.shape == (len(rows), len(ROLES))
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(rows)))
    assert label_rows([]).shape == (0, len(ROLES))


def test_headings_that_nobody_knows_are_headings(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """What they look like and what stands under them is enough for most."""
    text = "\n".join(STRANGE.get(line, line) for line in texts["en"].split("\n"))
    rows = rows_of(document(text))
    said = [ROLES[at] for at in label_rows(rows).argmax(axis=1)]
    found = [row.text for row, role in zip(rows, said, strict=True) if role == "heading"]
    assert len(set(found) & set(STRANGE.values())) >= 4
    assert len(found) <= len(STRANGE) + 1


@pytest.mark.parametrize(
    ("row", "role"),
    [("rowena@tidewell.example.com", "contact"), ("MSc, Computer Science", "education"), ("German — C1", "languages"),
     ("Cut the nightly load", "work"), ("Programming Languages: Python", "skills")],
)  # fmt: skip
def test_rows_are_what_they_are(
    row: str, role: str, document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """One row of each of the commonest roles."""
    rows = rows_of(document(texts["en"]))
    at = next(at for at, each in enumerate(rows) if each.text.startswith(row))
    assert ROLES[label_rows(rows)[at].argmax()] == role


def test_the_model_fits_its_bounds() -> None:
    """Small, and of the features that are measured: a model of others would be read as nonsense."""
    assert files("domain.reading").joinpath(MODEL).read_bytes().__sizeof__() <= 150_000
    trees = model()
    assert max(level.max() for level in trees.feature) < len(NAMES) <= 255
    assert len(trees.feature[0]) % len(ROLES) == 0
