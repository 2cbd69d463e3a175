"""The summary, with a heading of its own or without."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schema.profile import Profile

Read = Callable[[str], Profile]
BODY = "\nExperience\nClerk, Marchpane Trading Ltd\n2019 – 2021\n• Sorted the mail."
PROSE = "Clerk who keeps every rope in order and every ledger dry."


@pytest.mark.parametrize(
    "text",
    [
        f"Ansel Quibb\nansel@example.com\nSummary\n{PROSE}",
        f"Ansel Quibb\nClerk\n{PROSE}\nansel@example.com",
        f"Ansel Quibb\nPersonal Details\nansel@example.com\n{PROSE}",
        f"Ansel Quibb\nansel@example.com\nProfile\n{PROSE}\nPhone: +44 7700 900812",
    ],
)
def test_the_summary_is_prose_above_the_sections(read: Read, text: str) -> None:
    """Under its heading, in the header or in the contact block; reach beside it is no part of it."""
    assert read(text + BODY).basics.summary == PROSE


def test_a_summary_ends_where_an_entry_begins(read: Read) -> None:
    """Dates and a role under the summary are no summary."""
    text = f"Ansel Quibb\nansel@example.com\nSummary\n{PROSE}\nClerk\n2019 – 2021\nMarchpane Trading Ltd"
    assert read(text).basics.summary == PROSE


def test_words_are_no_summary(read: Read) -> None:
    """A headline without a sentence is not one."""
    assert read("Ansel Quibb\nansel@example.com\nClerk of many ropes and ledgers" + BODY).basics.summary is None


def test_sentences_behind_a_list_are_the_summary(read: Read) -> None:
    """A side column is read first, and the main column begins with prose under no heading."""
    profile = read(f"Ansel Quibb\nansel@example.com\nLanguages\nEnglish (native)\n{PROSE}" + BODY)
    assert profile.basics.summary == PROSE
    assert [x.language for x in profile.languages] == ["English"]
