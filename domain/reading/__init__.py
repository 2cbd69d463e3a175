"""Text to profile: a deterministic reader with evidence for every value."""
