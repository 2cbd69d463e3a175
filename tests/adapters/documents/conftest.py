"""One reader for the tests that do not break it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.documents import DocumentReader


@pytest.fixture(scope="session")
async def reader() -> AsyncIterator[DocumentReader]:
    """Two warm parser processes, without text recognition."""
    async with DocumentReader(processes=2, recognition=None) as reader:
        yield reader
