"""The door of the room: names, types, determinism, threads, refusals."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast, get_args
from uuid import UUID

import pytest

from domain.exporting import MEDIA_TYPES, ExportFormat, export
from schema.errors import BadRequest
from schema.profile import Profile

FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
Render = Callable[[Any, ExportFormat], bytes]


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_export_is_named_after_its_job_and_typed_after_its_format(
    profile: Profile, fmt: ExportFormat, job_id: UUID, generated_at: datetime
) -> None:
    """File name and Content-Type are what a browser needs to save the file rightly."""
    made = export(profile, fmt, job_id=job_id, generated_at=generated_at)
    assert made.filename == f"resume_analysis_{job_id}.{fmt}"
    assert made.media_type == MEDIA_TYPES[fmt]
    assert made.content


def test_an_unknown_format_is_refused_with_the_four_that_exist(
    profile: Profile, job_id: UUID, generated_at: datetime
) -> None:
    """The message tells the caller what to ask for instead."""
    with pytest.raises(BadRequest, match="json, csv, pdf, docx"):
        export(profile, cast(ExportFormat, "xlsx"), job_id=job_id, generated_at=generated_at)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_input_gives_the_same_bytes(profile: Profile, fmt: ExportFormat, render: Render) -> None:
    """Nothing of the clock or of chance gets into a file."""
    assert render(profile, fmt) == render(profile, fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_profile_gives_a_file_all_the_same(fmt: ExportFormat, render: Render) -> None:
    """A résumé of which nothing could be read is still exported."""
    assert render(Profile(), fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_zone_of_the_time_does_not_matter(
    profile: Profile, fmt: ExportFormat, job_id: UUID, generated_at: datetime
) -> None:
    """The same moment in another zone, or without one in UTC, gives the same file."""
    abroad = generated_at.astimezone(timezone(timedelta(hours=7)))
    files = {
        export(profile, fmt, job_id=job_id, generated_at=moment).content
        for moment in (generated_at, abroad, generated_at.astimezone(UTC).replace(tzinfo=None))
    }
    assert len(files) == 1


@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_exports_may_run_in_threads(profile: Profile, fmt: ExportFormat, render: Render) -> None:
    """Fonts and templates are shared by all threads and still give the same bytes."""
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: render(profile, fmt), range(12)))
    assert set(made) == {render(profile, fmt)}
