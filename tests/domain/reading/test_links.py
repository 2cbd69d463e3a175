"""Links: addresses with and without a scheme, user names, and what only looks like one."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.links import emails_in, read_links, urls_in
from domain.reading.spans import Span
from schema.profile import Profile

Read = Callable[[str], Profile]
BODY = "\nExperience\nClerk, Marchpane Trading Ltd\n2019 – 2021\n• Sorted the mail."


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (
            "see github.com/aquibb, and https://quibb.example.org/cv.",
            ["github.com/aquibb", "https://quibb.example.org/cv"],
        ),
        ("www.quibb.example.org|x", ["www.quibb.example.org"]),
        ("quibb.co.uk", ["quibb.co.uk"]),
        ("M.Sc. in ropes, B.Eng", []),
        ("ASP.NET and Node.js", []),
        ("The end.Then more.", []),
        ("ansel@example.com", []),
        ("mailto:ansel@example.com", []),
        ("z.B. im Lager", []),
    ],
)
def test_addresses_are_told_from_words_with_dots(text: str, urls: list[str]) -> None:
    """A scheme, `www.` or an ending that sites have; degrees, products and sentences are none."""
    assert [found.tight for found in urls_in(Span(text, 0))] == urls


@pytest.mark.parametrize(
    ("written", "network", "username"),
    [
        ("https://www.linkedin.com/in/ansel-quibb-77/", "LinkedIn", "ansel-quibb-77"),
        ("github.com/aquibb?tab=repositories", "GitHub", "aquibb"),
        ("GitHub: aquibb", "GitHub", "aquibb"),
        ("aquibb (GitHub)", "GitHub", "aquibb"),
        ("LinkedIn: in/ansel-quibb", "LinkedIn", "ansel-quibb"),
        ("Xing – ansel_quibb", "XING", "ansel_quibb"),
        ("ansel-quibb-77", None, "ansel-quibb-77"),
    ],
)
def test_a_page_in_a_network_has_a_user_name(written: str, network: str | None, username: str) -> None:
    """By address, by the network's name beside it, or a user name made of the person's name."""
    links = read_links([(None, Span(written, 0))], Span("Ansel Quibb", 100))
    assert [(link.network, link.username) for link in links] == [(network, username)]


def test_the_name_itself_is_no_user_name() -> None:
    """A double name in a row of its own has a hyphen and the person's words, but capitals."""
    assert read_links([(None, Span("Quibb-Dell", 0))], Span("Ansel Quibb-Dell", 100)) == []


def test_an_address_over_two_lines_has_no_blank(read: Read) -> None:
    """The value is the address; the quote is the text with its break."""
    profile = read("Ansel Quibb\nansel@example.com\nlinkedin.com/in/ansel-\nquibb-77" + BODY)
    assert [p.url for p in profile.basics.profiles] == ["linkedin.com/in/ansel-quibb-77"]
    assert profile.meta.vitaeflow is not None
    assert profile.meta.vitaeflow.evidence["/basics/profiles/0/url"].quote == "linkedin.com/in/ansel-\nquibb-77"


names = st.text(string.ascii_lowercase, min_size=3, max_size=10)


@given(names, names, st.sampled_from([" | ", " • ", ", ", "\t", " "]), st.randoms(use_true_random=False))
def test_reach_belongs_to_the_person(first: str, last: str, separator: str, random: object) -> None:
    """In any order and with any separator, e-mail and link are found whole, and nothing is made of both."""
    parts = [f"{first}.{last}@post.example.org", f"github.com/{first}-{last}", f"https://{last}.example.com/cv"]
    getattr(random, "shuffle")(parts)  # noqa: B009  # hypothesis gives an object without a public type
    span = Span(separator.join(parts), 3)
    assert [found.text for found in emails_in(span)] == [f"{first}.{last}@post.example.org"]
    assert {found.text for found in urls_in(span)} == {part for part in parts if "@" not in part}


def test_a_referee_is_not_the_person(read: Read) -> None:
    """Address and number of somebody named for a reference stay theirs."""
    profile = read(
        "Ansel Quibb\nansel@example.com\n+44 7700 900812" + BODY + "\nReferences\nPetra Dell, Larkmoor Ltd\n"
        "petra.dell@larkmoor.example.org\n+44 7700 900999\nlinkedin.com/in/petra-dell"
    )
    assert (profile.basics.email, profile.basics.phone) == ("ansel@example.com", "+447700900812")
    assert profile.basics.profiles == []
