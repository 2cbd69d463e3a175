"""Files of the corpus through the reader, here and in another process."""

from __future__ import annotations

import pytest

from eval.corpus import Corpus
from eval.reading import Reading, digests_elsewhere, read_files
from schema.errors import VitaeflowError
from schema.profile import Basics, Profile


async def test_a_scan_is_refused_with_its_reason(small_corpus: Corpus) -> None:
    """It has no profile; a file that can be read has one, with the document it came from."""
    scan = next(row for row in small_corpus.resumes if row.scanned)
    text = next(row for row in small_corpus.resumes if row.format == "txt")
    refused, read = await read_files(small_corpus, [scan, text])
    assert (refused.profile, refused.refused, refused.digest) == (None, "needs_ocr", "refused: needs_ocr")
    assert read.profile is not None
    assert read.document is not None
    assert read.profile.meta.vitaeflow is not None
    assert read.profile.meta.vitaeflow.as_of == "2026-06-01"


def test_a_digest_tells_any_difference(small_corpus: Corpus) -> None:
    """One letter is enough."""
    row = small_corpus.resumes[0]
    one, same, other = (Reading(row, profile=Profile(basics=Basics(name=name))) for name in ("Ines", "Ines", "Inez"))
    assert one.digest == same.digest != other.digest


async def test_a_second_process_that_fails_is_an_error(
    small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its silence is not taken for a difference of profiles."""
    monkeypatch.setattr("eval.reading.sys.executable", "false")
    with pytest.raises(VitaeflowError, match="exit code 1"):
        await digests_elsewhere(small_corpus, small_corpus.resumes)
