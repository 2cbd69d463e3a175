"""Documents that are no résumés are told from résumés that look like them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.reading import quality_of
from schema.profile import Profile
from tests.domain.reading.kinds import NEAR, OTHERS


@pytest.mark.parametrize("name", OTHERS)
def test_other_documents_are_no_resumes(name: str, read: Callable[[str], Profile]) -> None:
    """Invoices, contracts, letters, postings, papers and recipes give an empty profile, and the reasons say why."""
    profile = read(OTHERS[name])
    quality = quality_of(profile)
    assert quality.state == "not_a_resume"
    assert quality.reasons[0].startswith("few signs of a résumé")
    assert profile.basics.model_dump(exclude_defaults=True) == {}
    assert not (profile.work)
    assert not (profile.education)
    assert not (profile.skills)
    assert profile.meta.vitaeflow is not None
    assert not (profile.meta.vitaeflow.evidence)
    assert not (profile.meta.vitaeflow.weaknesses)


@pytest.mark.parametrize("name", NEAR)
def test_unusual_resumes_are_resumes(name: str, read: Callable[[str], Profile]) -> None:
    """A lawyer's invoices, a pupil's four lines, a hundred publications or a language nobody listed change nothing."""
    assert quality_of(read(NEAR[name])).state == "ok"


@pytest.mark.parametrize("language", ["en", "de", "vi", "ja"])
def test_ordinary_resumes_are_resumes(language: str, read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """The small documents of this room."""
    assert quality_of(read(texts[language])).state == "ok"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("invoice-en", "lines hold amounts"),
        ("invoice-ja", "words of an invoice"),
        ("contract-en", "numbered clauses"),
        ("contract-de", "words of a contract"),
        ("letter-fr", "greets somebody"),
        ("article-en", "running prose"),
        ("posting-vi", "hardly a year"),
        ("posting-de", "words of a job posting"),
        ("paper-en", "words of a paper"),
    ],
)
def test_the_reasons_name_what_weighed(name: str, reason: str, read: Callable[[str], Profile]) -> None:
    """Structure first, words beside it."""
    assert any(reason in each for each in quality_of(read(OTHERS[name])).reasons)


def test_a_text_with_nothing_of_a_person_is_no_resume(read: Callable[[str], Profile]) -> None:
    """A blank form has the headings of a résumé and nobody in it."""
    profile = read("Summary\nWork experience\nEducation\nSkills\nName ______\n")
    assert quality_of(profile).state == "not_a_resume"
