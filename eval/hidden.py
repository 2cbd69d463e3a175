"""Words that nobody sees: whether they are found, and their file counts as much as its clean twin."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.documents import DocumentReader
from domain.reading import read_resume
from eval import normal
from eval.corpus import AS_OF, Corpus
from eval.figures import Cell, Figure, Part, Table
from eval.hidden_pdf import HIDDEN, SECRET, SEEN, WORDS, clean_twin, written
from eval.ranking import score_all
from schema.document import Document
from schema.profile import Profile

_NAMED = {"active_content", "hidden_text", "metadata_only"}
"""Kinds of flags that tell of words which no page shows."""


@dataclass(frozen=True)
class Twin:
    """A file that hides words in one way beside the same file without them; empty problems mean it is as it must be."""

    way: str
    problems: tuple[str, ...]


async def read_twins(corpus: Corpus) -> list[Twin]:
    """Every way of hiding, read by the real reader; then the same means where they hide nothing."""
    async with DocumentReader(processes=1) as reader:
        secret = [await reader.read(written(page), "hidden.pdf") for page in HIDDEN.values()]
        clean = [await reader.read(written(clean_twin(page)), "clean.pdf") for page in HIDDEN.values()]
        seen = [await reader.read(written(page), "seen.pdf") for page in SEEN.values()]
    documents = {f"{way}, {kind}": each for kind, column in (("secret", secret), ("clean", clean))
                 for way, each in zip(HIDDEN, column, strict=True)}  # fmt: skip
    profiles = {name: read_resume(document, as_of=AS_OF) for name, document in documents.items()}
    scores = await asyncio.to_thread(score_all, profiles, corpus.postings)
    twins = [
        Twin(way, (*_found(document), *_alike(way, profiles, scores)))
        for way, document in zip(HIDDEN, secret, strict=True)
    ]
    return twins + [
        Twin(f"seen: {way}", () if SECRET in document.text and not document.flags else ("called hidden",))
        for way, document in zip(SEEN, seen, strict=True)
    ]


def _found(document: Document) -> list[str]:
    problems = [] if not WORDS & set(normal.tokens(document.text)) else ["stays in the text"]
    return problems if any(flag.kind in _NAMED for flag in document.flags) else [*problems, "no flag"]


def _alike(way: str, profiles: Mapping[str, Profile], scores: Mapping[str, Mapping[str, float]]) -> list[str]:
    names = f"{way}, secret", f"{way}, clean"
    secret, clean = (judged(profiles[name]) for name in names)
    problems = [] if secret == clean else ["another profile than the clean twin"]
    same = all(row.get(names[0]) == row.get(names[1]) for row in scores.values())
    return problems if same else [*problems, "scores unlike the clean twin"]


def judged(profile: Profile) -> dict[str, Any]:
    """A profile without what it says about hidden words: what must be equal for a file and its clean twin."""
    document: dict[str, Any] = json.loads(json.dumps(profile.to_json_resume()))
    own = document["meta"]["vitaeflow"]
    for name in ("flags", "weaknesses"):
        own.pop(name, None)
    for part in own.get("resume_score", {}).get("parts", []):
        part["criteria"] = [each for each in part["criteria"] if each["name"] != "hidden text"]
    return document


def add_ways(part: Part, twins: Sequence[Twin]) -> None:
    """Figures and a table of the ways to hide words in a PDF."""
    wrong = [twin for twin in twins if twin.problems]
    part.figures.append(Figure("ways to hide words in a PDF not as expected", len(wrong), better="less", limit=0))
    hidden = [twin for twin in twins if not twin.way.startswith("seen: ")]
    rows: list[Sequence[Cell]] = [
        ("ways to hide words", len(hidden), len([twin for twin in hidden if not twin.problems])),
        ("the same means, hiding nothing", len(twins) - len(hidden),
         len([twin for twin in twins if twin not in hidden and not twin.problems])),
        *((f"wrong: {twin.way}", 1, "; ".join(twin.problems)) for twin in wrong),
    ]  # fmt: skip
    note = (
        "Expected: no word of it is in the text, a flag tells of it, and profile, quality score and match scores equal "
        f"those of the same file without it. The ways: {', '.join(twin.way for twin in hidden)}."
    )
    part.tables.append(Table("Hidden words", ("what", "files", "as expected"), rows, note))
