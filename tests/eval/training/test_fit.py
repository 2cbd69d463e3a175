"""Training, where its library is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.reading.labels import trees_of
from eval.generator.corpus import generate
from eval.training.data import read

lightgbm = pytest.importorskip("lightgbm", reason="training needs the extra `train`")


def test_a_model_of_a_few_documents_labels_others(tmp_path: Path) -> None:
    """Twenty documents teach most rows of ten others, with and without a lexicon; the same ones, the same model."""
    from eval.training.export import packed
    from eval.training.fit import fit
    from eval.training.measure import score

    generate(tmp_path / "a", 20, seed=21, formats=["txt", "docx"], langs=["en", "de"])
    generate(tmp_path / "b", 10, seed=22, formats=["txt", "docx"], langs=["en", "de"])
    taught, others = read(tmp_path / "a"), read(tmp_path / "b")
    model = fit(taught)
    assert packed(fit(taught)) == packed(model)
    assert score(trees_of(model), others).accuracy > 0.7
    assert score(trees_of(model), others, lexicon=False).accuracy > 0.6
