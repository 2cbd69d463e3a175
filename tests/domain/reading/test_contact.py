"""Name, reach, place and links of the header."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schema.profile import Profile

Read = Callable[[str], Profile]
BODY = "\nExperience\nClerk, Marchpane Trading Ltd\n2019 – 2021\n• Sorted the mail."


def test_a_link_written_twice_is_one_link(read: Read) -> None:
    """The text of a link and its address in brackets are the same profile."""
    profile = read("Ansel Quibb\nansel@example.com\ngithub.com/aquibb (https://github.com/aquibb)" + BODY)
    assert [(p.network, p.username) for p in profile.basics.profiles] == [("GitHub", "aquibb")]


def test_user_names_stand_beside_or_below_their_network(read: Read) -> None:
    """A label and a handle make a profile without an address."""
    profile = read("Ansel Quibb\nansel@example.com\nLinkedIn\nansel-quibb-77\nGitHub: aquibb" + BODY)
    found = {(p.network, p.username, p.url) for p in profile.basics.profiles}
    assert found == {("LinkedIn", "ansel-quibb-77", None), ("GitHub", "aquibb", None)}


def test_an_own_site_is_the_url_and_no_profile(read: Read) -> None:
    """A domain of no network is the person's page; the e-mail's domain is none."""
    profile = read("Ansel Quibb | ansel@example.com | quibb.example.org" + BODY)
    assert profile.basics.url == "quibb.example.org"
    assert profile.basics.profiles == []


@pytest.mark.parametrize(
    ("written", "e164"),
    [("+49 (0)30 5550142", "+49305550142"), ("0049 30 5550142", "+49305550142"), ("+1 415-555-0142", "+14155550142")],
)
def test_telephone_numbers_become_e164(read: Read, written: str, e164: str) -> None:
    """Trunk zeros, dialling prefixes and dashes are normalised."""
    assert read(f"Ansel Quibb\nansel@example.com\nPhone: {written}" + BODY).basics.phone == e164


def test_a_national_number_without_a_country_is_not_guessed(read: Read) -> None:
    """Without a country in the text nobody knows the country code: the number stays as it was written."""
    assert read("Ansel Quibb\nansel@example.com\n030 5550142" + BODY).basics.phone == "030 5550142"


@pytest.mark.parametrize(
    ("written", "city", "region", "country"),
    [
        ("Hexham, Northumberland, United Kingdom", "Hexham", "Northumberland", "GB"),
        ("Salem, OR", "Salem", "OR", None),
        ("Innsbruck, Tirol (AT)", "Innsbruck", "Tirol", "AT"),
    ],
)
def test_places_are_taken_apart(read: Read, written: str, city: str, region: str, country: str | None) -> None:
    """A state's code is not a country's; a country is set only if it is written."""
    location = read(f"Ansel Quibb\n{written}\nansel@example.com" + BODY).basics.location
    assert location is not None
    assert (location.city, location.region, location.country_code) == (city, region, country)
