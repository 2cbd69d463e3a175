"""The form in which lines are looked up as headings."""

from __future__ import annotations

import time

from domain.reading.wording import heading_key


def test_headings_are_looked_up_by_their_letters() -> None:
    """Without numbers and marks around them, and with letter-spacing undone."""
    assert heading_key("1.  Work Experience:") == "work experience"
    assert heading_key("S K I L L S") == "skills"
    assert heading_key("— 2019 —") == ""


def test_a_line_without_letters_takes_no_time() -> None:
    """Marks are passed over one by one, not cut off one by one."""
    begun = time.process_time()
    heading_key("-" * 300_000)
    assert time.process_time() - begun < 1
