"""What of postings and people is compared by vectors."""

from __future__ import annotations

import numpy as np

from domain.embedding import LEXICAL_MODEL, embed_lexically
from domain.matching import JobFacts, PersonFacts
from domain.matching.facts import Seen, SkillAsked, SkillFact, TitleFact
from domain.similarity import LEXICAL_DIMENSIONS, job_text, person_text, vector_label

FACTS = JobFacts(
    title="Glazier",
    company="Panes & Co",
    must={name: SkillAsked(text=name, at="d") for name in ("Glass cutting", "Leading")},
    nice={"Sandblasting": SkillAsked(text="Sandblasting", at="d")},
)
BENEFITS = "We offer fruit, a bicycle and a pension. " * 60


def test_prose_is_for_models() -> None:
    """By words a posting is its title and skills, never its employer; a model also reads the first 1,000 characters."""
    assert job_text(FACTS, BENEFITS, model=LEXICAL_MODEL) == "Glazier\nGlass cutting, Leading, Sandblasting"
    read = job_text(FACTS, BENEFITS, model="a-model")
    assert read.endswith(BENEFITS[:1000])
    assert "Panes" not in read


def test_where_hardly_a_skill_is_known_prose_counts() -> None:
    """A posting that only tells a story is compared by it."""
    assert "fruit" in job_text(JobFacts(title="Glazier", company="x"), BENEFITS, model=LEXICAL_MODEL)


def test_a_person_is_titles_and_skills() -> None:
    """Credentials, places and inferred titles stay out; nothing known is no text."""
    facts = PersonFacts(
        skills={"Leading": SkillFact(text="leading", at="/skills/0")},
        titles=[
            TitleFact(title="Glazier", family=None, at="/work/0/position", weight=1000),
            TitleFact(title="Glazier", family=None, at="/work/1/position", weight=600),
            TitleFact(title="leading", family="glass", at="/skills", weight=700),
        ],
        credentials={"guild": Seen(text="Guild of Aarhus", at="/certificates/0")},
        city="Aarhus",
        country="DK",
    )
    assert person_text(facts) == "Glazier\nLeading"
    assert person_text(PersonFacts(city="Aarhus")) == ""


def test_the_same_work_is_nearer_than_the_same_employer() -> None:
    """Two glaziers of different houses are nearer to each other than a glazier and an accountant of one house."""
    accountant = JobFacts(
        title="Accountant",
        company="Panes & Co",
        must={name: SkillAsked(text=name, at="d") for name in ("Ledger", "Payroll", "Audit")},
    )
    other = FACTS.model_copy(update={"title": "Stained Glass Glazier", "company": "Another"})
    texts = [job_text(facts, BENEFITS, model=LEXICAL_MODEL) for facts in (FACTS, other, accountant)]
    glazier, same_work, same_house = np.array(embed_lexically(texts, LEXICAL_DIMENSIONS))
    assert glazier @ same_work > 0.5 > glazier @ same_house


def test_labels_tell_what_can_be_compared() -> None:
    """Another model or length is another label."""
    labels = {vector_label("a", 8), vector_label("b", 8), vector_label("a", 16)}
    assert len(labels) == 3
