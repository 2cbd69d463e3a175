"""Examples of the OpenAPI document: the same ids everywhere, so that the answers of one story fit together."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

USER_ID = "0199c2f4-c0dd-7abc-8def-0123456789ab"
RESUME_ID = "0199c2f4-c0de-7abc-8def-0123456789ab"
ANALYSIS_ID = "0199c2f4-c0df-7abc-8def-0123456789ab"
SOURCE_ID = "0199c2f5-1000-7abc-8def-0123456789ab"
JOB_ID = "0199c2f5-1001-7abc-8def-0123456789ab"
MATCH_ID = "0199c2f5-1002-7abc-8def-0123456789ab"
NOTIFICATION_ID = "0199c2f5-1004-7abc-8def-0123456789ab"
CHANNEL_ID = "0199c2f5-1005-7abc-8def-0123456789ab"
DELIVERY_ID = "0199c2f5-1006-7abc-8def-0123456789ab"
MOMENT = "2026-11-23T18:00:00Z"


def example(**values: Any) -> ConfigDict:
    """A model's configuration with one whole example."""
    return ConfigDict(json_schema_extra={"example": values})
