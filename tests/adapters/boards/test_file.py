"""Files of postings below one folder."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import schema.jobs
from adapters.boards import BOARD_KINDS, board_for
from adapters.outbound import OutboundClient
from schema.errors import SourceError, Unprocessable, UnsafeTarget
from schema.jobs import FetchState, SourceConfig

EXAMPLES = Path(__file__).parents[3] / "examples" / "jobs"


@pytest.fixture
async def http() -> AsyncIterator[OutboundClient]:
    """A client that calls nobody."""
    async with OutboundClient() as client:
        yield client


async def read(http: OutboundClient, root: Path | None, location: str, state: FetchState | None = None) -> int:
    """How many postings a file gives; -1 when it is unchanged."""
    source = SourceConfig(kind="file", location=location)
    result = await board_for("file", sources_dir=root).fetch(source, http, state or FetchState())
    return -1 if result.not_modified else len(result.postings)


async def test_the_example_postings_are_all_usable(http: OutboundClient) -> None:
    """The demonstration's postings are complete: no problems, all with place, pay or scope, text and skills."""
    source = SourceConfig(kind="file", location="postings.json")
    result = await board_for("file", sources_dir=EXAMPLES).fetch(source, http, FetchState())
    assert len(result.postings) == 12
    assert result.problems == []
    assert all(posting.description and posting.skills and posting.url for posting in result.postings)
    assert all(posting.locations or posting.workplace == "remote" for posting in result.postings)


async def test_an_unchanged_file_is_told(http: OutboundClient, tmp_path: Path) -> None:
    """The hash of the content is the validator."""
    (tmp_path / "a.json").write_text(json.dumps({"@type": "JobPosting", "title": "T", "hiringOrganization": "C"}))
    source = SourceConfig(kind="file", location="a.json")
    first = await board_for("file", sources_dir=tmp_path).fetch(source, http, FetchState())
    assert len(first.postings) == 1
    assert await read(http, tmp_path, "a.json", first.state) == -1


@pytest.mark.parametrize("location", ["../secret.json", "/etc/passwd", "inside/../../secret.json", "link.json"])
async def test_nothing_outside_the_folder_is_read(http: OutboundClient, tmp_path: Path, location: str) -> None:
    """Neither dots nor an absolute path nor a link lead out."""
    (tmp_path / "secret.json").write_text("[]")
    root = tmp_path / "root"
    (root / "inside").mkdir(parents=True)
    (root / "link.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(UnsafeTarget, match="SOURCES_DIR"):
        await read(http, root, location)


async def test_without_a_folder_no_file_is_read(http: OutboundClient) -> None:
    """File sources are off unless the operator names a folder."""
    with pytest.raises(UnsafeTarget, match="off"):
        await read(http, None, "postings.json")


@pytest.mark.parametrize("location", ["missing.json", ".", "a\0b"])
async def test_a_file_that_cannot_be_read_is_a_fault(http: OutboundClient, tmp_path: Path, location: str) -> None:
    """A missing file and a folder are faults of the source."""
    with pytest.raises(SourceError):
        await read(http, tmp_path, location)


def test_an_unknown_kind_names_the_known_ones() -> None:
    """A wrong kind is answered with the choices."""
    with pytest.raises(Unprocessable, match="feed, file"):
        board_for("carrier-pigeon")
    assert set(BOARD_KINDS) == set(schema.jobs.BOARD_KINDS)
