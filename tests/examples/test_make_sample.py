"""The sample résumé: the committed file is what its script makes."""

from __future__ import annotations

import runpy
from pathlib import Path

import pypdfium2
import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "resume"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script's output."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # so that what the script sets is undone
    made: Path = runpy.run_path(str(FOLDER / "make_sample.py"))["make_sample"](tmp_path / "sample.pdf")
    return made


def test_the_committed_file_is_up_to_date(sample: Path) -> None:
    """The same bytes on every run and every day; mend with `python examples/resume/make_sample.py`."""
    assert sample.read_bytes() == (FOLDER / "sample-resume.pdf").read_bytes()


def test_it_is_one_page_whose_text_keeps_its_diacritics(sample: Path) -> None:
    """What a reader sees is what a parser gets."""
    document = pypdfium2.PdfDocument(sample)
    try:
        assert len(document) == 1
        assert "Inês Conceição Araújo" in document[0].get_textpage().get_text_range()
        assert document.get_metadata_dict()["ModDate"].startswith("D:20250915")
    finally:
        document.close()
