"""Line breaking."""

from __future__ import annotations

import pytest

from domain.exporting.flow import Line, break_lines
from domain.exporting.fonts import Fonts

FONTS = Fonts("数据")


def texts(lines: list[Line]) -> list[str]:
    """Each line as plain text."""
    return ["".join(run.text for run in line.runs) for line in lines]


def test_words_are_kept_whole_and_no_line_is_too_wide() -> None:
    """The text comes back when the lines are joined by blanks."""
    text = "Builds internal platforms that other teams like to use and writes things down " * 3
    lines = break_lines(FONTS.runs(text.strip()), 10, 150)
    assert len(lines) > 5
    assert all(line.width <= 150 for line in lines)
    assert " ".join(texts(lines)) == text.strip()


def test_the_width_of_a_line_is_that_of_its_runs() -> None:
    """Right alignment and links rest on it."""
    for line in break_lines(FONTS.runs("Ánh 数据 and C++ ✓ done, 数据工程师 again"), 10, 90):
        assert line.width == pytest.approx(sum(run.width(10) for run in line.runs))


@pytest.mark.parametrize("text", ["https://example.org/" + "a-long-path/" * 30, "W" * 400])
def test_what_is_wider_than_a_line_is_cut(text: str) -> None:
    """Nothing runs off the page, nothing is lost, and no line ends with a hyphen that would be read as hyphenation."""
    lines = break_lines(FONTS.runs(text), 10, 200)
    assert all(line.width <= 200 for line in lines)
    assert "".join(texts(lines)) == text
    assert not [line for line in texts(lines) if line.endswith("-")]


def test_ideographs_break_anywhere_but_before_closing_marks() -> None:
    """A full stop or comma never begins a line, an opening bracket never ends one."""
    text = "负责搭建实时数据平台，并将查询时间缩短了一半。（使用了多种工具）" * 4
    for width in range(60, 130, 7):
        lines = texts(break_lines(FONTS.runs(text), 10, width))
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，。）" or line[-1] == "（"]


def test_a_lead_and_its_text_share_a_line() -> None:
    """Bold and regular runs follow each other with the blank between them kept."""
    (line,) = break_lines([*FONTS.runs("Languages: ", bold=True), *FONTS.runs("Go, SQL")], 10, 400)
    assert texts([line]) == ["Languages: Go, SQL"]
    assert len({run.font for run in line.runs}) == 2


def test_no_text_gives_no_line() -> None:
    """An empty block takes no room."""
    assert break_lines([], 10, 100) == []
