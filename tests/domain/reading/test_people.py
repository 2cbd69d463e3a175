"""Several people's résumés in one file are noticed, and never mixed."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import permutations

import pytest

from domain.reading import quality_of, read_resume
from schema.document import Document, document_of
from schema.profile import Profile
from tests.domain.reading.conftest import AS_OF
from tests.domain.reading.kinds import NEAR

ENGLISH = """Clementine Oddfellow
clementine@oddfellow.example.org | +44 7700 900321
Experience
Cooper, Barrel & Stave Ltd
2018 – present
• Makes casks
Education
Apprenticeship, Ripley College
2014 – 2017
Skills
Oak, Iron"""


@pytest.mark.parametrize(("first", "second"), list(permutations(["en", "de", "vi", "ja"], 2)))
def test_two_resumes_on_two_pages_are_two_people(
    first: str, second: str, document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """The first is read as if it stood alone, and nothing of the second comes in."""
    one, two = document(texts[first]), document(texts[second])
    behind = [line.model_copy(update={"page": 2}) for line in two.lines]
    both = document_of([*one.lines, *behind], format="txt", engine="test", pages=2)
    profile, alone = read_resume(both, as_of=AS_OF), read_resume(one, as_of=AS_OF)
    assert profile.model_dump(exclude={"meta"}) == alone.model_dump(exclude={"meta"})
    quality = quality_of(profile)
    assert quality.state == "several_people"
    assert "begins on page 2" in quality.reasons[0]
    assert quality.pages == 2
    assert quality.covered < quality_of(alone).covered


def test_two_resumes_on_one_page_are_two_people(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Without a page between them the second name begins the second résumé, or the title above it."""
    for between in ("\n", "\nCurriculum vitae\n"):
        profile = read(texts["en"] + between + ENGLISH)
        assert quality_of(profile).state == "several_people"
        assert profile.basics.name == "Rowena Tidewell"
        assert "Cooper" not in str(profile.model_dump(exclude={"meta"}))


@pytest.mark.parametrize("name", ["references", "academic", "two-languages", "letter-and-resume"])
def test_one_person_is_one_person(name: str, read: Callable[[str], Profile]) -> None:
    """Referees with their addresses, co-authors, the same résumé in two languages and a letter before it."""
    assert quality_of(read(NEAR[name])).state == "ok"


def test_the_header_repeated_on_the_next_page_is_nobody_new(
    document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """The same name with another address, and sections that go on."""
    first = document(texts["en"])
    again = document(
        "Tidewell, Rowena\nrowena.work@tidewell.example.com\nExperience (continued)\nClerk\nEducation\nBSc"
    )
    lines = [*first.lines, *(line.model_copy(update={"page": 2}) for line in again.lines)]
    both = document_of(lines, format="txt", engine="test", pages=2)
    assert quality_of(read_resume(both, as_of=AS_OF)).state == "ok"


def test_a_name_that_its_own_address_repeats_is_a_person(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Where nobody knows the headings, a name with its own address and dated entries below it tell."""
    unknown = (
        ENGLISH.replace("Experience", "Where I stood").replace("Education", "Where I sat").replace("Skills", "Wood")
    )
    assert quality_of(read(f"{texts['en']}\n{unknown}")).state == "several_people"
    inverted = unknown.replace("Clementine Oddfellow", "Oddfellow, Clementine")
    assert quality_of(read(f"{texts['de']}\n{inverted}")).state == "several_people"


def test_a_name_set_as_a_title_is_a_person(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """The address says nothing of the name, but hardly a line is as large."""
    second = ENGLISH.replace("clementine@oddfellow", "post.box")
    for heading in ("Experience", "Education", "Skills"):
        second = second.replace(heading, f"Where my {heading[::-1].lower()} stands")
    lines = document(texts["en"] + "\n" + second).lines
    sized = [
        line.model_copy(update={"size": 22.0 if line.text.istitle() and line.start == 0 else 10.0}) for line in lines
    ]
    large = [line.model_copy(update={"size": 22.0}) if line.text == "Clementine Oddfellow" else line for line in sized]
    for shown, state in ((large, "several_people"), (sized, "ok")):
        found = read_resume(document_of(shown, format="txt", engine="test"), as_of=AS_OF)
        assert quality_of(found).state == state


@pytest.mark.parametrize("piece", ["a", "a@", "1", "漢", "Aa Bb "])
def test_a_line_without_end_is_no_trap(piece: str, read: Callable[[str], Profile]) -> None:
    """A hundred thousand characters in a row are looked through once, not once for each of them."""
    begun = time.process_time()
    read(f"Jane Roe\njane@roe.example.org\nExperience\nClerk, Court\n2015 – 2020\n{piece * (60_000 // len(piece))}")
    assert time.process_time() - begun < 8
