"""Any profile comes back from its own PDF and DOCX, whatever its values look like."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from domain.exporting import ExportFormat
from schema.profile import Profile
from tests.round_trip.conftest import ReadBack, facts
from tests.round_trip.printing import expected, profiles

PAGES = [fmt for fmt in get_args(ExportFormat) if fmt in ("pdf", "docx")]


@pytest.mark.parametrize("fmt", PAGES)
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failing profile is shown as it is: shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(document=profiles())
async def test_any_profile_comes_back(fmt: ExportFormat, document: dict[str, Any], read_back: ReadBack) -> None:
    """Separators, labels and headings inside values, empty parts, every script the PDF's fonts have."""
    _, again = await read_back(Profile.model_validate(document), fmt)
    assert expected(facts(again), "docx") == expected(document, fmt)
