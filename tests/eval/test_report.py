"""The written report."""

from __future__ import annotations

from pathlib import Path

from eval.figures import Figure, Miss, Part, Table
from eval.report import shown, write_report

PART = Part(
    "parse",
    [Figure("macro F1", 0.9)],
    [Table("By field", ("field", "F1"), [("a|b", 0.91234), ("none", None)], "A note.", wide=True)],
    seconds=2.4,
)


def test_the_report_holds_every_table(tmp_path: Path) -> None:
    """With command, versions, goals and the notes; bars in cells do not break a row."""
    file = tmp_path / "report.md"
    write_report([PART], [], "vitaeflow eval", file)
    text = file.read_text()
    assert "`vitaeflow eval` on 20" in text
    assert "Every figure is within its bound." in text
    assert "| parse: macro F1 | 0.92 | 0.96 | 0.9 | short |" in text
    assert "### By field\n\n| field | F1 |\n|---|---:|\n| a\\|b | 0.912 |\n| none | – |\n\nA note.\n" in text


def test_the_report_says_what_is_out_of_bounds(tmp_path: Path) -> None:
    """Also when the run that wrote it failed."""
    write_report([PART], [Miss("macro F1", "is 0.9, its floor is 0.91")], "vitaeflow eval", tmp_path / "report.md")
    assert "Out of bounds:\n\n- macro F1 is 0.9, its floor is 0.91\n" in (tmp_path / "report.md").read_text()


def test_numbers_are_shown_in_as_many_places_as_matter() -> None:
    """Shares to three, large ones whole, counts as they are."""
    assert [shown(cell) for cell in (0.5, 81.4, 12, None, "x")] == ["0.500", "81", "12", "–", "x"]
