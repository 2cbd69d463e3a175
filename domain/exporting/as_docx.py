"""The page as a Word document: real heading and list styles, so that it can be edited, searched and read aloud."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from schema.profile import Profile


def to_docx(profile: Profile, job_id: UUID, generated_at: datetime) -> bytes:
    raise NotImplementedError
