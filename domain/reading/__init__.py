"""Text to profile: deterministic reading, and the check of what a model proposes."""

from domain.reading.grounding import ground
from domain.reading.quality import measure_document, measured, quality_of, require_readable
from domain.reading.reader import read_resume

__all__ = ["ground", "measure_document", "measured", "quality_of", "read_resume", "require_readable"]
