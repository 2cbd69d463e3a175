"""Every character is drawn, replaced or named; none becomes a box."""

from __future__ import annotations

import pytest

from domain.exporting.fonts import BOLD, REGULAR, Fonts

ALPHABETS = {
    "vietnamese": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĂÂĐÊÔƠƯẾỆỘỢỮỲ",
    "european": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůžőűășțğıİşåøæœßÿþð",
    "greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΩ",
    "cyrillic": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђјљњћџәғқңөұүһ",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשתםןףץך",
    "signs": "–—‘’“”„«»…•·→←×±≥≤≈−√°€£₫₹©®™§№½²",
}


def drawn(text: str, sample: str = "") -> str:
    """What is left of a text once fonts are chosen."""
    return "".join(run.text for run in Fonts(sample or text).runs(text))


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS.keys())
@pytest.mark.parametrize("bold", [False, True])
def test_the_embedded_faces_draw_whole_alphabets(alphabet: str, bold: bool) -> None:
    """One run in one embedded face, nothing replaced."""
    (run,) = Fonts(alphabet).runs(alphabet, bold=bold)
    assert (run.font, run.text) == (BOLD if bold else REGULAR, alphabet)


def test_decomposed_letters_are_composed_first() -> None:
    """Vietnamese typed on a Mac comes in pieces."""
    assert drawn("Nguye\u0302\u0303n") == "Nguyễn"


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("数据工程师", "STSong-Light"),
        ("データ基盤", "HeiseiKakuGo-W5"),
        ("데이터", "HYGothic-Medium"),
        ("✓★", "ZapfDingbats"),
    ],
)
def test_other_fonts_take_over_where_the_embedded_ones_end(text: str, font: str) -> None:
    """Ideographs in the font of their language, ticks and stars in the standard symbol font."""
    assert [(run.font, run.text) for run in Fonts(text).runs(text)] == [(font, text)]


def test_ideographs_of_another_language_fall_back_to_its_font() -> None:
    """A simplified character in a Japanese document is not in the Japanese collection."""
    assert [run.font for run in Fonts("データ").runs("这个")] == ["STSong-Light", "HeiseiKakuGo-W5"]


def test_one_line_may_mix_scripts() -> None:
    """The font changes run by run and the text stays in order."""
    assert drawn("Kỹ sư 山田 Ёлка ✓ Łódź") == "Kỹ sư 山田 Ёлка ✓ Łódź"


def test_fonts_without_a_bold_are_stroked() -> None:
    """Headings are bold in every script."""
    runs = Fonts("山田").runs("A 山田", bold=True)
    assert [(run.font, run.stroked) for run in runs] == [(BOLD, False), ("STSong-Light", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ship 🚀 it", "ship it"),
        ("👨‍👩‍👧 family", " family"),
        ("a\u200bb\u00adc\u200d", "abc"),
        ("icon \ue000 font", "icon font"),
        ("𝐁𝐨𝐥𝐝", "Bold"),
        ("20 ℃", "20 °C"),
        ("⇒ ☆ ☑", "→ ✩ ✔"),
        ("in தமிழ் script", "in [Tamil] script"),
        ("Հայերեն", "[Armenian]"),
        ("हिन्दी", "[Devanagari]"),
        ("\u0378", ""),
    ],
)
def test_what_no_font_has_is_replaced_left_out_or_named(text: str, expected: str) -> None:
    """Equivalents for signs, nothing for decoration, the script's name for words."""
    assert drawn(text) == expected


def test_no_text_gives_no_run() -> None:
    """Empty leads are common."""
    assert Fonts("").runs("") == []
