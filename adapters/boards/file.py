"""Kind `file`: postings in a file below one configured folder. For demonstrations and mounted exports.

`.csv` and `.tsv` have the columns of our own jobs.csv or of JobSpy (see `table.py`); anything else is JSON of
schema.org JobPosting objects, as in a feed.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from adapters.boards.base import parse_json, posting_entries, read_rows
from adapters.boards.csv_rows import csv_rows
from adapters.boards.jsonld import canonical
from adapters.boards.table import posting_of
from adapters.outbound import OutboundClient
from schema.errors import SourceError, UnsafeTarget
from schema.jobs import FetchResult, FetchState, SourceConfig

MAX_BYTES = 32 * 1024 * 1024


class FileBoard:
    """Reads files below `root`; without a root it reads none."""

    def __init__(self, root: Path | None) -> None:
        self._root = root

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`; the validator is a hash of the content, so a touched file is not a changed one."""
        body = await asyncio.to_thread(self._read, source.location)
        etag = hashlib.sha256(body).hexdigest()
        if etag == conditional.etag:
            return FetchResult(state=conditional, not_modified=True)
        if source.location.lower().endswith((".csv", ".tsv")):
            rows = await asyncio.to_thread(csv_rows, body)
            return await read_rows(rows, posting_of, conditional, FetchState(etag=etag))
        found = posting_entries(await asyncio.to_thread(parse_json, body))
        return await read_rows(found, canonical, conditional, FetchState(etag=etag))

    def _read(self, location: str) -> bytes:
        if self._root is None:
            raise UnsafeTarget("File sources are off. The operator can name a folder for them in SOURCES_DIR.")
        root = self._root.resolve()
        try:
            # After resolving, so that neither `..` nor a link leads out.
            path = (root / location).resolve()
            if not path.is_relative_to(root):
                raise UnsafeTarget("A file source must lie below the folder in SOURCES_DIR.")
            with path.open("rb") as file:
                body = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise SourceError(f"The file cannot be read ({type(error).__name__}). Check its name.") from None
        if len(body) > MAX_BYTES:
            raise SourceError(f"The file is larger than {MAX_BYTES} bytes.")
        return body
