"""What of a posting and of a person is compared by vectors.

A person is what facts say: titles held and skills, never a name, an address or a school, so that what is found rests
on nothing a score may not rest on. A posting is its title and the skills it asks for. Its prose is for models: word by
word most of it is about the employer, and vectors of words then find the same employer instead of the same work.
"""

from __future__ import annotations

from domain.embedding import LEXICAL_MODEL
from domain.matching.facts import JobFacts, PersonFacts

LEXICAL_DIMENSIONS = 512
"""Titles and skills have few words: more values find nothing else, and an exact search reads all of them."""
TEXT_VERSION = 1
"""A change of the texts below needs a new number: postings are then indexed again."""
PROSE = 1000
"""Characters of a description that are looked at; later ones are about benefits and the law."""
_FEW_SKILLS = 3


def vector_label(model: str, dimensions: int) -> str:
    """What vectors have in common that can be compared."""
    return f"{model}/{dimensions}/{TEXT_VERSION}"


def job_text(facts: JobFacts, description: str, *, model: str) -> str:
    """Title, skills, and the beginning of the description for a model or where hardly any skill is known."""
    skills = [*facts.must, *facts.nice]
    prose = model != LEXICAL_MODEL or len(skills) < _FEW_SKILLS
    return "\n".join([facts.title, ", ".join(skills), *([description[:PROSE]] if prose else [])])


def person_text(facts: PersonFacts) -> str:
    """Titles and skills; empty where the facts name none."""
    # a family that skills alone speak for has their list as title
    titles = [title.title for title in facts.titles if title.at != "/skills"]
    return "\n".join([*dict.fromkeys(titles), ", ".join(facts.skills)]).strip()
