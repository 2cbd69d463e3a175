"""Text to profile: deterministic reading, and the check of what a model proposes."""

from domain.reading.grounding import ground
from domain.reading.reader import read_resume

__all__ = ["ground", "read_resume"]
