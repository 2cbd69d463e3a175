"""Chunks cover the text, keep their offsets and end where a reader would pause."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chunking import Chunk, chunk_text

TEXTS = st.text(alphabet="ab é.\n\t。工e\u0301\U0001f469\u200d", max_size=400)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[str, int, int]:
    size = draw(st.integers(1, 60))
    return draw(TEXTS), size, draw(st.integers(0, size - 1))


@given(_cases())
def test_chunks_are_slices_within_the_size(case: tuple[str, int, int]) -> None:
    """Every chunk is the slice its offsets name, is not blank and has at most `size` characters."""
    text, size, overlap = case
    for ordinal, chunk in enumerate(chunk_text(text, size, overlap)):
        assert chunk.ordinal == ordinal
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()
        assert len(chunk.text) <= size


@given(_cases())
def test_all_text_is_covered(case: tuple[str, int, int]) -> None:
    """No character but white space is outside all chunks."""
    text, size, overlap = case
    covered: set[int] = set()
    for chunk in chunk_text(text, size, overlap):
        covered.update(range(chunk.start, chunk.end))
    assert all(letter.isspace() for at, letter in enumerate(text) if at not in covered)


@given(_cases())
def test_neighbours_advance_and_share_at_most_the_overlap(case: tuple[str, int, int]) -> None:
    """Starts and ends grow strictly and no more than `overlap` characters are in two neighbours."""
    text, size, overlap = case
    chunks = chunk_text(text, size, overlap)
    for one, two in itertools.pairwise(chunks):
        assert one.start < two.start
        assert one.end < two.end
        assert one.end - two.start <= overlap


@given(_cases())
def test_the_same_text_gives_the_same_chunks(case: tuple[str, int, int]) -> None:
    """Chunking holds no state."""
    assert chunk_text(*case) == chunk_text(*case)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_blank_text_has_no_chunks(text: str) -> None:
    """Nothing to embed makes nothing."""
    assert chunk_text(text) == []


def test_short_text_is_one_chunk() -> None:
    """A text within the size is not cut."""
    assert chunk_text("Welder. Five years.") == [Chunk(0, 0, 19, "Welder. Five years.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 60 + "\n\n" + "y" * 20 + "\n" + "z z. " * 10, "x" * 60 + "\n\n"),
        ("x" * 60 + ". " + "y" * 20 + "\n" + "z z. " * 10, "x" * 60 + ". " + "y" * 20 + "\n"),
        ("x" * 60 + ". " + "y " * 100, "x" * 60 + ". "),
        ("x" * 60 + "。" + "工" * 100, "x" * 60 + "。"),
        ("x" * 60 + " " + "y" * 100, "x" * 60 + " "),
        ("x" * 160, "x" * 100),
    ],
    ids=["paragraph", "line", "sentence", "cjk sentence", "word", "nowhere"],
)
def test_cuts_at_the_best_pause(text: str, expected: str) -> None:
    """A paragraph's end wins over a line's, a sentence's and a word's; a text without any is cut at the size."""
    assert chunk_text(text, 100, 20)[0].text == expected


def test_next_chunk_starts_at_a_word() -> None:
    """The shared part does not begin in the middle of a word."""
    text = " ".join(f"word{number:03}" for number in range(300))
    for chunk in chunk_text(text, 100, 30):
        assert chunk.text.startswith("word")


def test_neighbours_share_text() -> None:
    """A fact at a cut is whole in one of the two chunks."""
    text = " ".join(f"word{number:03}" for number in range(300))
    chunks = chunk_text(text, 100, 30)
    assert all(two.start < one.end for one, two in itertools.pairwise(chunks))


def test_accents_stay_with_their_letter() -> None:
    """A hard cut does not part a letter from its combining mark, at neither end of a chunk."""
    for chunk in chunk_text("e\u0301" * 300, 99, 11):
        assert not unicodedata.combining(chunk.text[0])
        assert unicodedata.combining(chunk.text[-1])


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (10, 10), (10, -1)])
def test_impossible_sizes_are_refused(size: int, overlap: int) -> None:
    """A chunk that could not advance is an error, not an endless loop."""
    with pytest.raises(ValueError, match="overlap"):
        chunk_text("text", size, overlap)
