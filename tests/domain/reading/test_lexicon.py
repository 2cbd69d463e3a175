"""The words of résumés: headings in all their forms, and a language added by one table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading import lexicon as lexicon_module
from domain.reading import read_resume
from domain.reading.lexicon import Lexicon, lexicon
from schema.document import Line, document_of
from schema.profile import Profile


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Work Experience", "work"),
        ("EDUCATION:", "education"),
        ("S K I L L S", "skills"),
        ("Skills & Tools and Abilities", None),
        ("Skills and Expertise", "skills"),
        ("2. Berufserfahrung", "work"),
        ("FORMACION ACADEMICA", "education"),
        ("KINH NGHIEM LAM VIEC", "work"),
        ("Work Experiance", "work"),
        ("Umiejętnosci", "skills"),
        ("教育背景", "education"),
        ("職務経歴", "work"),
        ("Education / Skills", "education"),
        ("Skills+Languages", "skills"),
        ("Ausbildung und Kenntnisse", "education"),
        ("Wykształcenie oraz umiejętności", "education"),
        ("学历、技能", "education"),
        ("Marchpane Trading Ltd", None),
    ],
)
def test_headings_are_found_in_their_forms(line: str, kind: str | None) -> None:
    """Capitals, spaced letters, numbers, lost accents and one slip do not hide a heading."""
    assert lexicon().heading(line) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Places I have worked so far", "work"),
        ("Meine berufliche Reise", "work"),
        ("Co umiem najlepiej", "skills"),
        ("Mes langues de tous les jours", "languages"),
        ("Qué he estudiado", "education"),
        ("我的工作故事", "work"),
        ("これまでの仕事の流れ", "work"),
        ("Những chứng chỉ đã có", "certificates"),
        ("Ropes and knots", None),
        ("Worked as a clerk for the harbour office of Hexham and Durham", None),
    ],
)
def test_an_unknown_heading_is_told_by_its_words(line: str, kind: str | None) -> None:
    """A few words with a telling one among them; a long line tells nothing."""
    assert lexicon().heading_by_cue(line) == kind


def test_the_language_of_a_document_is_that_of_its_headings() -> None:
    """One vote a heading; a tie tells nothing."""
    assert lexicon().language_of(["Berufserfahrung", "Ausbildung", "Skills"]) == "de"
    assert lexicon().language_of(["Ropes"]) is None
    assert lexicon().language_of(["Berufserfahrung", "Formação"]) is None


@given(st.text(max_size=80))
def test_no_line_is_more_than_one_kind(line: str) -> None:
    """Any line gives a known kind or none, and the same with white space around it."""
    found = lexicon().heading(line)
    assert found is None or found in set(lexicon().headings.values())
    assert lexicon().heading(f"  {line} ") == found


DUTCH = """
present = ["heden", "nu"]
since = ["sinds", "vanaf"]
until = ["tot", "t/m"]
headings.work = ["werkervaring", "loopbaan"]
headings.education = ["opleiding", "opleidingen"]
headings.skills = ["vaardigheden"]
headings.languages = ["talen", "talenkennis"]
headings.certificates = ["certificaten", "cursussen"]
headings.summary = ["profiel", "over mij"]
labels.phone = ["telefoon", "mobiel"]
labels.location = ["woonplaats"]
honorifics = ["dhr", "mevr"]
titles = ["magazijnmedewerker", "teamleider", "-medewerker"]
organisations = ["groothandel", "bv"]
schools = ["hogeschool"]
degrees = ["hbo-diploma", "mbo-diploma"]
levels = ["moedertaal", "vloeiend"]
"""

RESUME = """Mevr. Fenna Tjalkstra
Telefoon: 06 12345678
E-mail: fenna.tjalkstra@example.org
Woonplaats: Zwolle
Over mij
Rustige kracht met oog voor de klant en voor het team.
Werkervaring
maart 2019 – heden
Teamleider
Groothandel Wiekstra
• Leidde een ploeg van 12 mensen.
oktober 2014 – februari 2019
Magazijnmedewerker
Wiekstra Opslag BV
• Laadde vrachtwagens.
Opleiding
2010 – 2014
Hbo-diploma, Logistiek
Hogeschool Wiekstad
Vaardigheden
Excel, Heftruck
Talen
Nederlands (moedertaal), Engels (B2)
Certificaten
Heftruckcertificaat, 2015"""


def _forget() -> None:
    """Every cache of the domain: the words are read once a process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("domain"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@pytest.fixture
def dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lexicon]:
    """The lexicon with one table more."""
    folder = tmp_path / "languages"
    with as_file(files("domain.reading").joinpath("languages")) as tables:
        shutil.copytree(tables, folder)
    (folder / "nl.toml").write_text(DUTCH, encoding="utf-8")
    monkeypatch.setattr(lexicon_module, "LANGUAGES", folder)
    _forget()
    yield lexicon()
    monkeypatch.undo()
    _forget()


def _read(text: str) -> Profile:
    lines = [Line(text=line, start=0, end=0) for line in text.split("\n")]
    return read_resume(document_of(lines, format="txt", engine="test"), as_of=date(2026, 3, 1))


def test_a_tenth_language_is_one_table(dutch: Lexicon) -> None:
    """With a table of Dutch words, and nothing else, a Dutch résumé is read."""
    assert dutch.heading("Werkervaring") == "work"
    profile = _read(RESUME)
    assert (profile.basics.name, profile.basics.phone) == ("Fenna Tjalkstra", "+31612345678")
    assert profile.basics.location is not None
    assert profile.basics.location.city == "Zwolle"
    assert profile.basics.summary == "Rustige kracht met oog voor de klant en voor het team."
    assert [(w.position, w.name, w.start_date, w.end_date) for w in profile.work] == [
        ("Teamleider", "Groothandel Wiekstra", "2019-03", None),
        ("Magazijnmedewerker", "Wiekstra Opslag BV", "2014-10", "2019-02"),
    ]
    assert [(e.institution, e.study_type, e.area) for e in profile.education] == [
        ("Hogeschool Wiekstad", "Hbo-diploma", "Logistiek")
    ]
    assert [k for s in profile.skills for k in s.keywords] == ["Excel", "Heftruck"]
    assert [(x.language, x.fluency) for x in profile.languages] == [("Nederlands", "moedertaal"), ("Engels", "B2")]
    assert [(c.name, c.date) for c in profile.certificates] == [("Heftruckcertificaat", "2015")]


def test_without_its_table_the_language_is_unknown() -> None:
    """The Dutch headings come from the table alone."""
    assert lexicon().heading("Werkervaring") is None
    assert _read(RESUME).basics.phone != "+31612345678"
