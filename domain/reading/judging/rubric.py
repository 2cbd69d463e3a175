"""How many points each criterion of a résumé's score is worth. A change of this table is a new version."""

from __future__ import annotations

from typing import Final

VERSION: Final = "2026-11.1"

WEIGHTS: Final[dict[str, dict[str, int]]] = {
    "specificity": {"numbers": 15, "outcomes": 10, "deeds": 10},
    "structure": {"dates": 8, "order": 5, "sections": 5, "line length": 7},
    "completeness": {"reach": 8, "name": 2, "summary": 3, "work": 6, "education": 3, "skills": 3},
    "layout": {"columns": 6, "tables": 3, "text": 3, "glyphs": 3, "hidden text": 0},
}
"""Part → criterion → points; together 100.

Hidden text is worth nothing: what a reader does not see neither helps nor harms, and is listed as a risk alone.
Name, gender, age, photo, school and the number of years are no criteria.
"""

ENOUGH: Final = {"numbers": 0.5, "outcomes": 0.3, "deeds": 0.7}
"""Share of lines from which a criterion has all its points: not every line needs a number."""

LINE_WORDS: Final = (4, 35)
"""Words of a line that is read with ease."""

SECTIONS: Final = 4
"""Kinds of sections that make a résumé easy to scan."""

TABLE_SHARE: Final = 0.25
"""Share of lines with three cells or more, from which a layout counts as a table."""
