"""Cells that a spreadsheet would run as a formula: made harmless on the way out, and back on the way in."""

from __future__ import annotations

import re

# Spreadsheets run a cell that starts so, some of them after blanks, invisible characters or in full-width form. One
# with an apostrophe before that gets another, so that taking one off always gives back what was there.
_FORMULA = re.compile(r"'*(?:[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹢﹣﹦﹫]|[\t\r\n])")


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def undefused(cell: str) -> str:
    """A cell as it was before an apostrophe kept it from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
