"""Hebrew and Arabic in visual order."""

from __future__ import annotations

from domain.exporting.bidi import in_visual_order, join_letters
from domain.exporting.flow import break_lines
from domain.exporting.fonts import BOLD, Fonts


def visual(text: str, *, bold: bool = False) -> tuple[str, set[str]]:
    """The text as drawn from left to right, and the fonts it takes."""
    fonts = Fonts(text)
    (line,) = break_lines(fonts.runs(join_letters(text), bold=bold), 10, 1000)
    turned = in_visual_order(line, fonts, size=10, from_the_right=True)
    assert turned.width == sum(run.width(10) for run in turned.runs)
    return "".join(run.text for run in turned.runs), {run.font for run in turned.runs}


def test_hebrew_is_turned_round_with_its_brackets_mirrored() -> None:
    """Digits inside keep their own direction."""
    assert visual("צוות (של 15)")[0] == "(15 לש) תווצ"


def test_arabic_letters_take_their_joined_forms() -> None:
    """Drawn one by one in their base form they would be unreadable."""
    text, _ = visual("محمد")
    assert text == "\ufeaa\ufee4\ufea4\ufee3"


def test_forms_that_the_font_has_only_as_letters_are_drawn_as_letters() -> None:
    """The isolated form of alef is the letter itself."""
    assert "\u0627" in visual("دار")[0]
    assert "[" not in visual("دار")[0]


def test_bold_stays_bold() -> None:
    """A heading in Hebrew is in the bold face."""
    assert visual("מהנדסת", bold=True)[1] == {BOLD}


def test_other_scripts_are_left_alone() -> None:
    """The line object itself comes back."""
    fonts = Fonts("")
    (line,) = break_lines(fonts.runs("plain"), 10, 100)
    assert in_visual_order(line, fonts, size=10, from_the_right=False) is line
    assert join_letters("Łódź") == "Łódź"
