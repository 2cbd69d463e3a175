"""Names of persons: which piece of the header is one, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.reading.names import clean_name, natural_order
from domain.reading.spans import Span
from schema.profile import Profile

Read = Callable[[str], Profile]
BODY = "\nExperience\nClerk, Marchpane Trading Ltd\n2019 – 2021\n• Sorted the mail."


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Ansel Quibb", "Ansel Quibb"),
        ("QUIBB Ansel", "QUIBB Ansel"),
        ("Ansel van der Quibb", "Ansel van der Quibb"),
        ("Maria da Luz Quibb", "Maria da Luz Quibb"),
        ("Mary-Ann O'Quibb-Dell", "Mary-Ann O'Quibb-Dell"),
        ("J. R. Quibb Jr.", "J. R. Quibb Jr."),
        ("Nguyễn Thị Quýt", "Nguyễn Thị Quýt"),
        ("森野 葵", "森野 葵"),
        ("欧阳小溪", "欧阳小溪"),
        ("Dr. Ansel Quibb", "Ansel Quibb"),
        ("Prof. Dr. Ansel Quibb", "Ansel Quibb"),
        ("Frau Jorinde Quibb", "Jorinde Quibb"),
        ("Ansel Quibb, PhD", "Ansel Quibb"),
        ("Ansel Quibb MBA", "Ansel Quibb"),
        ("Ansel Quibb (he/him)", "Ansel Quibb"),
        ("Ansel Quibb, Senior Buyer", "Ansel Quibb"),
        ("Ansel Quibb, Leeds", "Ansel Quibb"),
        ("Quibb, Ansel", "Ansel Quibb"),
        ("van Quibb, Ansel Jo", "Ansel Jo van Quibb"),
    ],
)
def test_forms_of_names(read: Read, header: str, name: str) -> None:
    """Particles, hyphens, capitals and initials stay; titles, degrees and roles go; a comma turns the order."""
    assert read(f"{header}\nzz9@example.com" + BODY).basics.name == name


@pytest.mark.parametrize(
    "banner", ["Curriculum Vitae", "Lebenslauf", "LinkedIn", "Sales Manager", "Leeds, United Kingdom"]
)
def test_other_lines_at_the_top_are_no_names(read: Read, banner: str) -> None:
    """A banner, a network, a role or a place above the name is passed over."""
    assert read(f"{banner}\nAnsel Quibb\nansel@example.com" + BODY).basics.name == "Ansel Quibb"


def test_a_label_names_the_name(read: Read) -> None:
    """In a table of details the name is what the label says."""
    assert read(
        "Personal Details\nName: Ansel Quibb\nNationality: British\nE-mail: zz9@example.com" + BODY
    ).basics.name == ("Ansel Quibb")


def test_labels_in_one_row_are_told_apart(read: Read) -> None:
    """Chinese résumés put name, sex, age and number into one row."""
    profile = read(
        "姓名：欧阳小溪 性别：女 年龄：28 电话：138 1234 5678\n邮箱：xi@example.com\n工作经历\n2019.03 - 至今 会计"
    )
    assert (profile.basics.name, profile.basics.phone) == ("欧阳小溪", "+8613812345678")


def test_one_word_is_a_name_if_the_address_says_so(read: Read) -> None:
    """A mononym needs a second sign: the e-mail address or the largest type."""
    assert read("Suhartati\nsuhartati@example.com" + BODY).basics.name == "Suhartati"
    assert read("Portfolio\nzz9@example.com" + BODY).basics.name is None


def test_a_turned_name_says_so_by_its_method(read: Read) -> None:
    """The quote keeps the writer's order, and the method tells that the value does not."""
    profile = read("Quibb, Ansel\nansel@example.com" + BODY)
    assert profile.meta.vitaeflow is not None
    evidence = profile.meta.vitaeflow.evidence["/basics/name"]
    assert (evidence.quote, evidence.method) == ("Quibb, Ansel", "rules-reordered")


def test_a_name_that_wraps_at_its_hyphen_has_no_blank() -> None:
    """The halves of a double name belong together."""
    assert natural_order(clean_name(Span("Ansel Quibb-\nDell", 0))) == "Ansel Quibb-Dell"


def test_a_name_below_a_side_column_is_spelled_by_the_address(read: Read) -> None:
    """Where the page begins with contact and lists, the e-mail address tells which row is the name."""
    top = "Contact\nansel.quibb@example.com\nLanguages\nEnglish (native)\nAnsel Quibb"
    assert read(top + BODY).basics.name == "Ansel Quibb"
