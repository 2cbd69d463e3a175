"""kreuzberg as the engine for legacy Word files and as the second opinion for the rest. It reads text, not layout."""

from __future__ import annotations

import re
from collections.abc import Callable

from kreuzberg import ExtractionConfig, extract_bytes_sync

from adapters.documents.draft import Draft
from schema.errors import UnreadableDocument
from schema.media import MEDIA_TYPES, MediaKind

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def reader(kind: MediaKind) -> Callable[[bytes], Draft]:
    """An engine for files of this kind. Text recognition is off: it would fetch models at run time."""

    def read(data: bytes) -> Draft:
        config = ExtractionConfig(  # type: ignore[call-arg]  # its stubs lag behind: disable_ocr exists
            use_cache=False, disable_ocr=True, enable_quality_processing=False, output_format="plain"
        )
        try:
            result = extract_bytes_sync(data, MEDIA_TYPES[kind].mime_types[0], config)
        except BaseException as error:  # a panic of its Rust core is no Exception
            if isinstance(error, MemoryError | KeyboardInterrupt | SystemExit):
                raise
            raise UnreadableDocument("The second reader failed on the file as well") from error
        if not result.content.strip():
            raise UnreadableDocument("The file holds no text that can be found")
        draft = Draft()
        for line in result.content.splitlines():
            draft.add(line)
        modified = _DATE.match(str(result.metadata.get("modified_at") or ""))
        draft.modified = modified[0] if modified else None
        return draft

    return read
