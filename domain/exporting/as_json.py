"""JSON Resume out and in: nothing of the profile is lost on the way, and the export's own stamp is taken off again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import from_json as parse_json
from pydantic_core import to_json as dump_json

from schema.errors import BadRequest
from schema.profile import Profile

_STAMP = "vitaeflowExport"
"""Key under `meta`; not inside `meta.vitaeflow`, which an imported profile may not have."""


def to_json(profile: Profile, job_id: UUID, generated_at: datetime) -> bytes:
    """UTF-8 JSON, two spaces of indent, characters unescaped; `meta.vitaeflowExport` says when and of which job."""
    document = profile.to_json_resume()
    _restore(document, profile.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    stamp = {"generatedAt": generated_at.isoformat().replace("+00:00", "Z"), "jobId": str(job_id)}
    document["meta"] = {**document.get("meta", {}), _STAMP: stamp}
    return dump_json(document, indent=2)


def _restore(written: Any, exact: Any) -> None:
    """Put back the unknown keys whose value is null or empty; JSON Resume as we write it leaves such values out."""
    if isinstance(written, dict) and isinstance(exact, dict):
        for key, value in exact.items():
            _restore(written.setdefault(key, value), value)
    elif isinstance(written, list) and isinstance(exact, list):
        for left, right in zip(written, exact, strict=True):
            _restore(left, right)


def from_json(content: bytes) -> Profile:
    """The profile that `to_json` was given; any other JSON Resume document is read too.

    Raises BadRequest when it is not JSON or not a JSON Resume document.
    """
    try:
        document = parse_json(content)
    except ValueError:
        raise BadRequest("The file is not valid JSON: send a JSON Resume document") from None
    if not isinstance(document, dict):
        raise BadRequest("The file holds no JSON object: send a JSON Resume document")
    if isinstance(document.get("meta"), dict):
        document["meta"].pop(_STAMP, None)
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        # only paths, never values: the message may end up in a log
        paths = ", ".join(".".join(map(str, e["loc"])) for e in error.errors(include_input=False)[:5])
        raise BadRequest(f"The document is not a JSON Resume document; check these fields: {paths}") from None
