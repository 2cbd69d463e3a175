"""Lexical vectors: near for texts that share words, the same in every process, and fast."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from domain.embedding import embed_lexically

ROOT = Path(__file__).parents[2]
BACKEND = "Senior backend engineer building payment services in Python and PostgreSQL on Kubernetes with Kafka."
BACKEND_TOO = "Backend developer: Python, PostgreSQL, Kafka. Designed payment APIs deployed on Kubernetes clusters."
PASTRY = "Pastry chef who ran the dessert section of a hotel kitchen and trained apprentices in chocolate work."

STORED = [
    0.132453, -0.264906, -0.132453, 0.529813, 0.132453, 0.0, 0.39736, -0.132453,
    0.0, 0.132453, -0.132453, -0.264906, 0.0, -0.132453, -0.132453, -0.529813,
]  # fmt: skip
"""The vector of one text as the first release of this model wrote it."""


def _likeness(one: str, two: str, dimensions: int = 1536) -> float:
    first, second = np.array(embed_lexically([one, two], dimensions))
    return float(first @ second)


@pytest.mark.parametrize("text", [BACKEND, "", " \n", "—!?", "工", "x"])
@pytest.mark.parametrize("dimensions", [1, 8, 256, 1536])
def test_vectors_have_the_asked_length_and_norm_one(text: str, dimensions: int) -> None:
    """Any text gives `dimensions` finite values of length 1: each vector has a direction."""
    (vector,) = embed_lexically([text], dimensions)
    assert len(vector) == dimensions
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_values_are_float32() -> None:
    """What is stored as float32 is what was computed: nothing is lost in the store."""
    (vector,) = embed_lexically([BACKEND])
    assert np.array_equal(np.array(vector), np.array(vector, dtype=np.float32).astype(float))


def test_similar_texts_are_nearer_than_unrelated_ones() -> None:
    """Shared words bring texts together, and texts without common words stand almost at right angles."""
    assert _likeness(BACKEND, BACKEND_TOO) > 0.4
    assert abs(_likeness(BACKEND, PASTRY)) < 0.2


def test_inflected_words_are_near() -> None:
    """Character n-grams see a common stem where whole words do not match."""
    assert _likeness("accountant", "accounting") > 0.25
    assert _likeness("accountant", "gardening") < 0.15


def test_scripts_without_spaces_share_pairs() -> None:
    """Two Japanese or Chinese phrases with a common term are near without a word list."""
    assert _likeness("软件工程师", "高级软件开发") > _likeness("软件工程师", "幼儿园教师") + 0.15


@pytest.mark.parametrize(("one", "two"), [("PYTHON Straße", "python STRASSE"), ("ﬁnance １２", "finance 12")])
def test_case_and_width_do_not_matter(one: str, two: str) -> None:
    """NFKC and case folding come first."""
    assert _likeness(one, two) == pytest.approx(1.0)


def test_marks_that_name_a_language_matter() -> None:
    """C, C++ and C# are different words."""
    assert _likeness("C++", "C#") < 0.9
    assert _likeness("C++", "C") < 0.9


def test_repetition_counts_less_and_less() -> None:
    """Term frequency is sub-linear: a word said forty times does not drown the rest."""
    assert _likeness("welding and payroll", "welding " * 40 + "and payroll") > 0.7


def test_the_same_in_every_process() -> None:
    """Python's randomised hash plays no part: two processes with different seeds agree to the bit."""
    program = f"from domain.embedding import embed_lexically; print(embed_lexically([{BACKEND!r}, '工程师'], 64))"
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_no_texts_give_no_vectors() -> None:
    """An empty batch is no error."""
    assert embed_lexically([]) == []


def test_no_dimensions_are_refused() -> None:
    """A vector has at least one dimension."""
    with pytest.raises(ValueError, match="dimension"):
        embed_lexically(["x"], 0)


def test_a_resume_takes_milliseconds() -> None:
    """Six chunks of 1,000 characters: 2.5 ms measured; ten times that would be noticed by whoever waits."""
    chunks = [(f"{BACKEND} {number} {PASTRY} ".swapcase() * 6)[:1000] for number in range(6)]
    embed_lexically(chunks)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        embed_lexically(chunks)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.025


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    """Texts are worked on together, many at a time; each has the vector it has alone."""
    texts = [BACKEND, "", PASTRY, "工程师 und Köchin", BACKEND_TOO, "x", *(f"{PASTRY} {n}" for n in range(60))]
    assert embed_lexically(texts, 256) == [embed_lexically([text], 256)[0] for text in texts]


def test_words_with_one_hash_are_one_word() -> None:
    """CRC-32 cannot tell these two apart: together they weigh what one of them weighs twice."""
    both, twice = embed_lexically(["plumless buckeroo", "plumless plumless"], 1 << 16)
    word = int(np.argmax(np.abs(twice)))
    assert both[word] / twice[word] > 0.9


def test_stored_vectors_compare_with_new_ones() -> None:
    """The numbers of a model never change: whoever changes the features has to change the model's name."""
    (vector,) = embed_lexically(["Nurse, night shift"], 16)
    assert vector == pytest.approx(STORED, abs=1e-6)
