"""A CSV file as rows by column name."""

from __future__ import annotations

import csv
import io
from typing import Any

from charset_normalizer import from_bytes

from adapters.boards.table import COLUMNS
from schema.errors import SourceError

_DELIMITERS = (",", ";", "\t", "|")
LARGEST_CELL = 1024 * 1024


def csv_rows(body: bytes) -> list[dict[str, Any]]:
    """The rows below the header. Raises SourceError when there is no header that we know, or a cell is endless."""
    text = _decoded(body)
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=header.count)
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval=""))
    except csv.Error:
        raise SourceError("The file is not valid CSV. Write it as RFC 4180 says.") from None
    finally:
        csv.field_size_limit(before)
    names = {name.strip().lower() for name in (rows[0] if rows else header.split(delimiter))}
    if "title" not in names or len(names & COLUMNS) < 3:
        raise SourceError(
            "The file's first line does not name the columns of jobs.csv or of JobSpy: at least title, company and url."
        )
    return rows


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(body[:100_000]).best()
        return body.decode(best.encoding if best else "latin-1", "replace")
