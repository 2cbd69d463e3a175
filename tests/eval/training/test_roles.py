"""Roles of rows by fuzzy match."""

from __future__ import annotations

from domain.reading.sections import Row, rows_of
from eval.training.roles import by_blocks, by_truth, flat
from schema.document import Line, document_of

LINES = ("Ansel Fitch", "E X P E R I E N C E", "Cooper, Stave Ltd", "2018 – 2020", "Makes casks", "Skills", "Oak, Iron")


def _rows(*texts: str) -> list[Row]:
    return rows_of(document_of([Line(text=text, start=0, end=0) for text in texts], format="txt", engine="test"))


def test_letters_alone_are_compared() -> None:
    """Letter-spacing, case and punctuation say nothing."""
    assert flat("E X P E R I E N C E:") == flat("Experience")


def test_rows_take_the_role_of_their_block() -> None:
    """A row that is a part of a block, or holds one; a row that fits nothing has none."""
    blocks = [("header", "Ansel Fitch"), ("heading", "Experience"), ("work", "Cooper, Stave Ltd  2018 – 2020"),
              ("work", "Makes casks"), ("heading", "Skills"), ("skills", "Oak, Iron")]  # fmt: skip
    assert by_blocks(_rows(*LINES), blocks) == ["header", "heading", "work", "work", "work", "heading", "skills"]
    assert by_blocks(_rows("Zanzibar"), blocks) == [None]


def test_truth_without_headings_is_enough() -> None:
    """Headings are rows that the lexicon knows; dates take the role around them."""
    truth = {
        "basics": {"name": "Ansel Fitch", "profiles": []},
        "work": [{"name": "Stave Ltd", "position": "Cooper", "summary": "", "highlights": ["Makes casks"]}],
        "skills": [{"name": "", "keywords": ["Oak", "Iron"]}],
    }
    lines = [line.replace("E X P E R I E N C E", "Experience") for line in LINES]
    assert by_truth(_rows(*lines), truth) == ["header", "heading", "work", "work", "work", "heading", "skills"]
