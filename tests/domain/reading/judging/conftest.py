"""Profiles whose every value has evidence, and a walk over all pointers of their judgements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.reading.judging import judge
from schema.document import DocumentQuality
from schema.profile import Analyser, Evidence, Meta, Profile, VitaeflowMeta

AS_OF = date(2026, 3, 1)


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{number}")
    elif value is not None:
        yield pointer, str(value)


def judged(profile: Profile, *, as_of: date = AS_OF, quality: DocumentQuality | None = None) -> VitaeflowMeta:
    """What is said of a profile whose values were all read from somewhere."""
    document = profile.model_dump(mode="json", by_alias=True, exclude={"meta"})
    evidence = {
        pointer: Evidence(start=0, end=len(text), quote=text, method="rules", confidence=0.9)
        for pointer, text in leaves(document)
    }
    analyser = Analyser(kind="rules", name="test", version="1")
    meta = VitaeflowMeta(analyser=analyser, evidence=evidence, quality=quality or DocumentQuality())
    profile.meta = Meta(vitaeflow=meta)
    judge(profile, as_of)
    return meta


def resolve(document: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer; raises LookupError for nothing."""
    for token in pointer.split("/")[1:]:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


def pointers(meta: VitaeflowMeta) -> Iterator[str]:
    """Every pointer of every statement that is made."""
    findings = [finding.evidence for finding in [*meta.strengths, *meta.weaknesses]]
    for evidence in [*findings, *(role.evidence for role in meta.job_recommendations)]:
        assert evidence
        yield from evidence
    if meta.resume_score:
        for part in meta.resume_score.parts:
            for criterion in part.criteria:
                yield from criterion.evidence
    if meta.career:
        yield from (entry.entry for entry in meta.career.entries)
        yield from (*meta.career.left_out, *meta.career.seniority_evidence)


def check_pointers(profile: Profile) -> None:
    """Every pointer resolves, and leads to a value with evidence, an entry that holds one, or a measured figure."""
    meta = profile.meta.vitaeflow
    assert meta is not None
    document = profile.model_dump(mode="json", by_alias=True)
    for pointer in pointers(meta):
        resolve(document, pointer)
        known = pointer in meta.evidence or any(read.startswith(f"{pointer}/") for read in meta.evidence)
        assert known or pointer.startswith(("/meta/vitaeflow/quality/", "/meta/vitaeflow/flags/")), pointer
