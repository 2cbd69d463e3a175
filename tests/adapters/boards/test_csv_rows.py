"""CSV files as spreadsheets, exports and people write them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from adapters.boards import board_for
from adapters.boards.csv_rows import csv_rows
from adapters.outbound import OutboundClient
from schema.errors import SourceError
from schema.jobs import FetchState, SourceConfig

HEAD = "source,source_id,title,company,url\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_delimiters_and_a_mark_at_the_beginning(delimiter: str, encoding: str) -> None:
    """The header says which; cells may hold line breaks, quotes and other delimiters."""
    text = (HEAD + 'a,1,"Cook; ""chef"",\nnights",Ovens,https://o.example/1\r\n').replace(",", delimiter)
    [row] = csv_rows(text.encode(encoding))
    assert row["source"] == "a"
    assert row["title"] == 'Cook; "chef",\nnights'.replace(",", delimiter)


def test_other_encodings_are_guessed() -> None:
    """A file of an old spreadsheet."""
    text = HEAD + "a,1,Bäcker für Brötchen,Mühle,https://o.example/1\r\n" * 3
    assert csv_rows(text.encode("cp1252"))[0]["title"] == "Bäcker für Brötchen"


def test_short_and_long_rows_are_rows() -> None:
    """What is missing is empty."""
    rows = csv_rows((HEAD + "a,1\r\na,2,T,C,u,more,and more\r\n\r\n").encode())
    assert [row["source_id"] for row in rows] == ["1", "2"]
    assert rows[0]["title"] == ""


@pytest.mark.parametrize("text", ["", "\n\n", "a,b,c\n1,2,3\n", "title\nCook\n", "<html>", '[{"@type": "JobPosting"}]'])
def test_another_table_is_refused(text: str) -> None:
    """Without the columns nobody can say what a cell is."""
    with pytest.raises(SourceError, match="first line"):
        csv_rows(text.encode())


def test_an_endless_cell_is_refused() -> None:
    """A quote that nobody closes; the limit of others stays as it was."""
    before = csv.field_size_limit()
    with pytest.raises(SourceError, match="valid CSV"):
        csv_rows((HEAD + 'a,1,"' + "x" * 1_100_000).encode())
    assert csv.field_size_limit() == before


async def test_a_file_source_reads_csv(tmp_path: Path) -> None:
    """By its name; bad rows are counted, an unchanged file is told."""
    (tmp_path / "jobs.CSV").write_text(HEAD + "a,1,Cook,Ovens,https://o.example/1\na,2,,Ovens,\na,1,Cook,Ovens,\n")
    source = SourceConfig(kind="file", location="jobs.CSV")
    async with OutboundClient() as http:
        board = board_for("file", sources_dir=tmp_path)
        result = await board.fetch(source, http, FetchState())
        assert ([posting.external_id for posting in result.postings], result.skipped) == (["a:1"], 2)
        assert (await board.fetch(source, http, result.state)).not_modified
