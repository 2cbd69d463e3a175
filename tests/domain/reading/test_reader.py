"""Whole documents read: values, evidence, determinism, speed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.reading import read_resume
from schema.document import Document, Flag
from schema.profile import Profile, VitaeflowMeta

Read = Callable[[str], Profile]
LANGUAGES = ("en", "de", "vi", "ja")


def meta(profile: Profile) -> VitaeflowMeta:
    """Our part of meta, which a read profile always has."""
    assert profile.meta.vitaeflow is not None
    return profile.meta.vitaeflow


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a document with its JSON Pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{index}")
    else:
        yield pointer, value


def test_an_english_resume_is_read_whole(read: Read, texts: dict[str, str]) -> None:
    """Every part of a plain résumé arrives in its field, wrapped bullets joined."""
    profile = read(texts["en"])
    assert profile.basics.name == "Rowena Tidewell"
    assert profile.basics.label == "Data Engineer"
    assert profile.basics.email == "rowena@tidewell.example.com"
    assert profile.basics.phone == "+447700900812"
    assert profile.basics.summary == "Builds pipelines that people trust."
    assert profile.basics.location is not None
    assert (profile.basics.location.city, profile.basics.location.country_code) == ("Hexham", "GB")
    assert [(p.network, p.username) for p in profile.basics.profiles] == [("GitHub", "rtidewell")]
    first, second = profile.work
    assert (first.position, first.name, first.location) == ("Data Engineer", "Quillmark Freight Ltd", "Hexham")
    assert (first.start_date, first.end_date) == ("2021-03", None)
    assert first.highlights[0].endswith("by partitioning the largest table.")
    assert (second.start_date, second.end_date) == ("2018", "2021-01")
    assert [s.name for s in profile.skills] == ["Programming Languages", "Cloud"]
    assert [(x.language, x.fluency) for x in profile.languages] == [("English", "native"), ("German", "C1")]
    certificate = profile.certificates[0]
    assert (certificate.name, certificate.issuer) == ("Certified Data Steward", "Data Guild")
    assert certificate.date == "2022-05"
    study = profile.education[0]
    assert (study.study_type, study.area, study.institution) == ("MSc", "Computer Science", "University of Arvendale")


def test_a_german_resume_with_dates_first_is_read(read: Read, texts: dict[str, str]) -> None:
    """Dates above the heads, a national telephone number and a street address are understood."""
    profile = read(texts["de"])
    assert profile.basics.name == "Jorinde Aalmann"
    assert profile.basics.phone == "+493415550142"
    location = profile.basics.location
    assert location is not None
    assert (location.address, location.postal_code, location.city) == ("Lindenweg 4", "04103", "Leipzig")
    assert location.country_code == "DE"
    assert [(w.position, w.name) for w in profile.work] == [
        ("Teamleiterin Lager", "Flechtbach Spedition GmbH"),
        ("Lagerfachkraft", "Hornbrück Handel KG"),
    ]
    assert [(w.start_date, w.end_date) for w in profile.work] == [("2019-03", None), ("2014-10", "2019-02")]
    assert [(x.language, x.fluency) for x in profile.languages] == [("Deutsch", "Muttersprache"), ("Englisch", "B1")]


def test_vietnamese_and_japanese_resumes_are_read(read: Read, texts: dict[str, str]) -> None:
    """Month forms and scripts that other rules would miss are understood."""
    vietnamese, japanese = read(texts["vi"]), read(texts["ja"])
    assert vietnamese.work[0].name == "Công ty TNHH Sao Thông"
    assert vietnamese.work[0].start_date == "2020-03"
    assert vietnamese.languages[0].language == "Tiếng Anh"
    assert japanese.basics.name == "森野 葵"
    assert japanese.work[0].start_date == "2019-04"
    assert japanese.work[0].end_date is None
    assert japanese.education[0].institution == "みどり野大学"


def test_two_roles_under_one_employer_are_two_entries(read: Read) -> None:
    """A role without an employer of its own belongs to the employer above."""
    profile = read(
        "Ansel Quibb\nansel@example.com\nExperience\nMarchpane Systems\nLead Engineer (2021 – present)\n"
        "• Runs the platform team.\nEngineer (2018 – 2021)\n• Built the search service."
    )
    assert [(w.name, w.position) for w in profile.work] == [
        ("Marchpane Systems", "Lead Engineer"),
        ("Marchpane Systems", "Engineer"),
    ]


def test_a_gutter_of_headings_and_dates_is_unfolded(read: Read) -> None:
    """Cells of a narrow left column become headings, labels and dates, also when a range is broken in two."""
    profile = read(
        "Name\tAnsel Quibb\nEmail\tansel@example.com\nExperience\tClerk, Marchpane Trading Ltd\n"
        "2019-02 – 2020-03\tSorted the mail of four floors every morning.\n"
        "Skills\tFiling, Typing\nLanguages\tEnglish (native)"
    )
    assert profile.basics.name == "Ansel Quibb"
    assert [w.name for w in profile.work] == ["Marchpane Trading Ltd"]
    assert [k for s in profile.skills for k in s.keywords] == ["Filing", "Typing"]
    broken = read(
        "Ansel Quibb\nansel@example.com\nExperience\nMar 2019 to\tClerk, Marchpane Trading Ltd\n"
        "Present\tSorted the mail of four floors every morning."
    )
    assert (broken.work[0].start_date, broken.work[0].end_date) == ("2019-03", None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_evidence_that_quotes_the_text(
    read: Read, document: Callable[[str], Document], texts: dict[str, str], language: str
) -> None:
    """A value without characters of the document behind it does not exist."""
    source, profile = document(texts[language]), read(texts[language])
    evidence = meta(profile).evidence
    for pointer, proof in evidence.items():
        assert source.text[proof.start : proof.end] == proof.quote, pointer
        assert proof.quote.strip(), pointer
    values = profile.model_dump(by_alias=True, exclude={"meta"}, exclude_none=True)
    for pointer, _ in leaves(values):
        inside_profile = pointer.startswith("/basics/profiles/") and pointer.rsplit("/", 1)[0] in evidence
        assert pointer in evidence or inside_profile, pointer


def test_our_own_analysis_never_comes_back_as_facts(read: Read, texts: dict[str, str]) -> None:
    """An exported résumé read again has neither our judgements nor page footers in it."""
    export = (
        texts["en"]
        + "\nAI Analysis\nStrengths\n• Knows the trade\nRecommended roles\n• Astronaut — why not"
        + "\nGenerated today · Page 1 of 1"
    )
    before = read(texts["en"]).model_dump(exclude={"meta"})
    assert read(export).model_dump(exclude={"meta"}) == before
    footer = texts["en"].replace("Junior Developer", "Generated today · Page 1 of 2\nJunior Developer")
    assert read(footer).model_dump(exclude={"meta"}) == before


def test_a_document_that_is_no_resume_invents_nobody(read: Read) -> None:
    """A letter about bread gives warnings and no person."""
    profile = read("Sourdough Basics\nMix flour and water. Wait for a day. Bake it hot until the crust sings.")
    assert profile.basics.name is None
    assert profile.work == []
    assert len(meta(profile).warnings) == 3


def test_flags_and_inputs_are_carried_over(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """What the document reader flagged and what the user gave stand in meta."""
    source = document(texts["en"]).model_copy(update={"flags": [Flag(kind="hidden_text", detail="white", quote="x")]})
    profile = read_resume(source, as_of=date(2026, 3, 1), linkedin_url="https://www.linkedin.com/in/someone")
    assert meta(profile).flags == [{"kind": "hidden_text", "detail": "white", "quote": "x"}]
    assert meta(profile).linkedin_url == "https://www.linkedin.com/in/someone"
    assert profile.basics.profiles[0].network == "GitHub"


def test_a_bullet_without_a_full_stop_goes_on_in_the_next_line(read: Read) -> None:
    """In a file without places a row below an unfinished bullet is its rest, even with a capital letter."""
    profile = read(
        "Ansel Quibb\nansel@example.com\nExperience\nClerk, Marchpane Ltd\n2020 – 2021\n"
        "• Moved the archive to\nHexham Hall"
    )
    assert profile.work[0].highlights == ["Moved the archive to Hexham Hall"]


def test_skills_come_from_prose_only_without_a_list(read: Read) -> None:
    """A résumé without a skills section has the known skills that its jobs name, if they name several."""
    head = "Ansel Quibb\nansel@example.com\nExperience\nDeveloper, Marchpane Ltd\n2020 – 2021\n"
    profile = read(head + "• Used PostgreSQL and Kubernetes on machines set up by Terraform.")
    assert {k for s in profile.skills for k in s.keywords} == {"PostgreSQL", "Kubernetes", "Terraform"}
    assert read(head + "• Used PostgreSQL.").skills == []


_PROGRAM = """
import hashlib, json, sys
from datetime import date
from domain.reading import read_resume
from schema.document import Document
document = Document.model_validate_json(sys.stdin.read())
profile = read_resume(document, as_of=date(2026, 3, 1))
print(hashlib.sha256(json.dumps(profile.to_json_resume(), ensure_ascii=False).encode()).hexdigest())
"""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    read: Read, document: Callable[[str], Document], texts: dict[str, str], language: str
) -> None:
    """No order of a set and no clock reaches the profile."""
    here = json.dumps(read(texts[language]).to_json_resume(), ensure_ascii=False).encode()
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(Path(__file__).parents[3])}
    there = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input=document(texts[language]).model_dump_json(),
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()
