"""Tests of the jobs that a worker's parser processes do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date

import pytest

from activities.analysed import Analysed, stored
from adapters.documents import DocumentReader
from domain.importing.profiles import read_profile
from domain.reading import measure_document
from eval.corpus import Corpus, ResumeFile
from schema.document import Document, Line, document_of
from schema.errors import InvalidResumeData, NeedsOcr, ParserCrashed
from workers.reading import JOBS, ChildReader

DAY = date(2026, 1, 1)
CORPUS = Corpus()


def one_of_each() -> list[ResumeFile]:
    """A file of every language and format."""
    first = {(row.lang, row.format): row for row in reversed(CORPUS.resumes) if not row.scanned}
    return list(first.values())


@pytest.fixture(scope="module")
async def reader() -> AsyncIterator[DocumentReader]:
    """Two processes with the worker's jobs."""
    async with DocumentReader(processes=2, recognition=None, jobs=JOBS) as reader:
        yield reader


async def analysed(reader: DocumentReader, document: Document, linkedin_url: str | None = None) -> Analysed:
    """What a parser process makes of a document."""
    return await ChildReader(reader).analyse(
        document.model_dump_json(), as_of=DAY, linkedin_url=linkedin_url, embedding="lexical"
    )


@pytest.mark.parametrize("row", one_of_each(), ids=lambda row: row.file)
async def test_a_confined_process_reads_as_this_one_does(reader: DocumentReader, row: ResumeFile) -> None:
    """In every language and format: nothing that reading needs is loaded too late, and nothing depends on a hash."""
    document = await reader.read(CORPUS.resume(row).read_bytes(), row.file)
    assert document.quality == measure_document(document)
    kind, profile, facts = await analysed(reader, document)
    here = read_profile(document, as_of=DAY)
    assert here.meta.vitaeflow is not None
    here.meta.vitaeflow.embedding = "lexical"
    assert (kind, profile, facts) == (here.meta.vitaeflow.analyser.kind, *stored(here))


async def test_data_is_imported_in_the_process(reader: DocumentReader) -> None:
    """JSON Resume comes back as it was, with the LinkedIn address of the upload beside it."""
    resume = {"basics": {"name": "Nora Example"}, "work": [{"name": "Mill", "position": "Miller"}]}
    document = await reader.read(json.dumps(resume).encode(), "resume.json")
    kind, profile, _ = await analysed(reader, document, "https://www.linkedin.com/in/nora")
    read = json.loads(profile)
    assert (kind, read["work"]) == ("import", resume["work"])
    assert read["meta"]["vitaeflow"]["linkedin_url"] == "https://www.linkedin.com/in/nora"


async def test_what_is_wrong_with_data_comes_back_by_its_name(reader: DocumentReader) -> None:
    """An error of ours is the same error on this side."""
    document = await reader.read(b'{"basics": {"name": "Nora"}}', "resume.json")
    with pytest.raises(InvalidResumeData):
        await analysed(reader, document.model_copy(update={"data": {"basics": "Nora"}}))


async def test_a_file_without_text_says_so(reader: DocumentReader) -> None:
    """The job of the worker measures, but what the engine says of a file comes first."""
    scan = next(row for row in CORPUS.resumes if row.scanned and row.file.endswith(".pdf"))
    with pytest.raises(NeedsOcr):
        await reader.read(CORPUS.resume(scan).read_bytes(), scan.file)


async def test_a_defect_names_its_place_and_quotes_nothing(reader: DocumentReader) -> None:
    """What no job should raise is told by its class and place, without the words of the document."""
    with pytest.raises(RuntimeError, match=r"ValidationError in .*analyse \(reading\.py:") as caught:
        await reader.do("analyse", b'{"text": "secret words"}', as_of=DAY.isoformat())
    assert "secret" not in str(caught.value)


async def test_an_analysis_without_end_is_stopped() -> None:
    """The limit of processor time holds for this job as for parsing, and the next one finds a process again."""
    async with DocumentReader(processes=1, cpu_seconds=0, recognition=None, jobs=JOBS) as reader:
        long = document_of([Line(text="word " * 40, start=0, end=0)] * 20_000, format="text", engine="text")
        with pytest.raises(ParserCrashed) as caught:
            await analysed(reader, long)
        assert caught.value.extra["reason"] == "time"
        short = document_of([Line(text="Nora Example", start=0, end=0)], format="text", engine="text")
        assert (await analysed(reader, short)).kind == "rules"
