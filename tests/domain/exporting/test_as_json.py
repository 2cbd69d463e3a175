"""JSON Resume out and in again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from domain.exporting import ExportFormat, from_json
from schema.errors import BadRequest
from schema.profile import Profile

Render = Callable[[Any, ExportFormat], bytes]


def test_importing_an_export_gives_an_equal_profile(profile: Profile, render: Render) -> None:
    """The round trip loses nothing and leaves no stamp behind."""
    assert from_json(render(profile, "json")) == profile


def test_importing_an_export_without_analysis_gives_an_equal_profile(render: Render) -> None:
    """The stamp does not need our own meta to be there."""
    bare = Profile.model_validate({"basics": {"name": "Ada"}})
    assert from_json(render(bare, "json")) == bare


def test_unknown_keys_are_kept_at_every_level(profile: Profile, render: Render) -> None:
    """JSON Resume allows additional properties everywhere."""
    written = json.loads(render(profile, "json"))
    assert written["$schema"] == "https://example.org/schema.json"
    assert written["basics"]["pronouns"] == "she/her"
    assert written["basics"]["location"]["altitude"] == 104
    assert written["work"][0]["teamSize"] == 7
    assert written["meta"]["theme"] == "plain"


def test_unknown_keys_without_a_value_are_kept_too(render: Render) -> None:
    """Null and empty are what the document said, at any depth."""
    document = {"basics": {"x": None, "y": []}, "work": [{"name": "A"}, {"z": None}], "foo": [], "bar": {"a": None}}
    written = json.loads(render(document, "json"))
    assert (written["basics"]["x"], written["foo"], written["bar"]) == (None, [], {"a": None})
    assert from_json(render(document, "json")) == Profile.model_validate(document)


def test_the_file_says_when_and_for_which_job(profile: Profile, render: Render) -> None:
    """The time stamp is RFC 3339 in UTC."""
    stamp = json.loads(render(profile, "json"))["meta"]["vitaeflowExport"]
    assert stamp == {"generatedAt": "2026-11-20T10:30:00Z", "jobId": "01931f2e-7a00-7c00-8000-00000000abcd"}


def test_the_file_is_indented_and_not_escaped(render: Render) -> None:
    """Two spaces, and letters as they are."""
    text = render({"basics": {"name": "Nguyễn Ánh 山田"}}, "json").decode()
    assert '\n  "basics": {\n    "name": "Nguyễn Ánh 山田"' in text


def test_our_meta_travels_with_its_evidence(profile: Profile, render: Render) -> None:
    """What a value rests on is part of the export."""
    meta = json.loads(render(profile, "json"))["meta"]["vitaeflow"]
    assert meta["evidence"]["/work/0/startDate"]["quote"] == "Mar 2021"


@pytest.mark.parametrize("content", [b"{", b"[]", b'"text"', b"\xff\xfe"])
def test_what_is_not_a_json_object_is_refused(content: bytes) -> None:
    """The error is the caller's, not ours."""
    with pytest.raises(BadRequest):
        from_json(content)


def test_a_refused_document_is_named_by_path_without_its_values() -> None:
    """Messages end up in logs and must not hold what people wrote."""
    with pytest.raises(BadRequest) as caught:
        from_json(b'{"work": [{"highlights": "private words"}]}')
    assert "work.0.highlights" in caught.value.detail
    assert "private" not in caught.value.detail
