"""The corpus is whole, and says what is missing when it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.corpus import Corpus
from schema.errors import ConfigurationError


def test_every_file_has_its_truth_and_its_text() -> None:
    """And nothing stands in the folders that no index names."""
    corpus = Corpus()
    assert len(corpus.resumes) == 182
    assert {row.file for row in corpus.resumes} == {file.name for file in (corpus.root / "resumes/files").iterdir()}
    assert all(corpus.truth(row)["basics"] and corpus.text(row) for row in corpus.resumes)
    assert {row.person for row in corpus.resumes} == set(corpus.people)
    stored = {file.name for file in (corpus.root / "hostile").iterdir()} - {"expected.json"}
    assert {row.file for row in corpus.hostile} == stored
    assert len(stored) == 81


def test_every_job_grades_every_person() -> None:
    """From 0 to 3, under the ids of postings and people."""
    corpus = Corpus()
    assert set(corpus.grades) == set(corpus.postings)
    assert all(set(row) == set(corpus.people) and set(row.values()) <= {0, 1, 2, 3} for row in corpus.grades.values())


def test_a_missing_corpus_is_a_message(tmp_path: Path) -> None:
    """The installed package has none."""
    with pytest.raises(ConfigurationError, match="runs in a checkout"):
        _ = Corpus(tmp_path).resumes


def test_a_broken_corpus_is_a_message(tmp_path: Path) -> None:
    """Not JSON, or rows of another shape."""
    (tmp_path / "hostile").mkdir()
    listing = tmp_path / "hostile" / "expected.json"
    listing.write_text("[")
    with pytest.raises(ConfigurationError, match="not JSON"):
        _ = Corpus(tmp_path).hostile
    listing.write_text(json.dumps([{"name": "x.pdf"}]))
    with pytest.raises(ConfigurationError, match="HostileFile"):
        _ = Corpus(tmp_path).hostile
