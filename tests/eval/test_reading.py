"""Files of the corpus through the reader, here and in another process."""

from __future__ import annotations

import pytest

from eval.corpus import Corpus
from eval.reading import Reading, digests_elsewhere, read_files
from schema.errors import VitaeflowError
from schema.profile import Basics, Profile


async def test_a_scan_is_read_where_text_recognition_is_installed(small_corpus: Corpus) -> None:
    """Its words come from the picture; a file of text says so by its engine, and both have profiles."""
    scan = next(row for row in small_corpus.resumes if row.scanned)
    text = next(row for row in small_corpus.resumes if row.format == "txt")
    seen, read = await read_files(small_corpus, [scan, text])
    assert (seen.is_recognised, read.is_recognised) == (True, False)
    assert seen.profile is not None
    assert seen.at > read.at > 0
    assert read.profile is not None
    assert read.document is not None
    assert read.profile.meta.vitaeflow is not None
    assert read.profile.meta.vitaeflow.as_of == "2026-06-01"


async def test_a_scan_is_refused_with_its_reason_elsewhere(
    small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without text recognition there is no profile, and no word of one."""
    monkeypatch.setattr("adapters.documents.reader.installed", list)
    (refused,) = await read_files(small_corpus, [next(row for row in small_corpus.resumes if row.scanned)])
    assert (refused.profile, refused.refused, refused.digest) == (None, "needs_ocr", "refused: needs_ocr")


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
