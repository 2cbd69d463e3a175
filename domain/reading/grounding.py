"""Check a profile that a language model proposed against the text: what is not there does not come in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from domain.reading.evidence import Ledger
from domain.reading.finding import TextIndex
from domain.reading.judging import measure
from domain.reading.quality import covered_share, measured
from domain.reading.spans import Span
from schema.document import Document
from schema.profile import Analyser, Finding, JobRecommendation, Meta, Profile, VitaeflowMeta

_ENTRY_NEEDS: dict[str, tuple[str, ...]] = {
    "work": ("name", "position"),
    "volunteer": ("organization", "position"),
    "education": ("institution", "studyType"),
    "skills": ("keywords",),
    "languages": ("language",),
    "certificates": ("name",),
    "projects": ("name",),
    "publications": ("name",),
    "awards": ("title",),
    "interests": ("name", "keywords"),
    "references": ("name", "reference"),
    "profiles": ("url", "username"),
}
"""An entry that kept none of these says nothing and goes."""

_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
_LISTED = 10


class _Checker:
    """Walks a proposal; remembers what survived under which pointer, and what did not."""

    def __init__(self, document: Document) -> None:
        self.index = TextIndex(document)
        self.ledger = Ledger("model", document)
        self.moved: dict[str, str] = {}
        self.dropped: list[str] = []

    def value(self, key: str, value: Any, old: str, new: str, near: int) -> tuple[Any, int]:
        """What is left of a value, and where in the text it stands (`near` if nowhere)."""
        if isinstance(value, dict):
            return self.record(key, value, old, new, near)
        if isinstance(value, list):
            return self.items(key, value, old, new, near)
        if value is None or value == "":
            return None, near
        span = self._locate(key, value, near) if isinstance(value, str) else None
        if span is None:
            self.dropped.append(old)
            return None, near
        self.ledger.put(new, span, 0.9)
        self.moved[old] = new
        return value, span.start

    def _locate(self, key: str, value: str, near: int) -> Span | None:
        if key in _DATES:
            return self.index.find_date(value, near)
        finders: dict[str, Callable[[], Span | None]] = {
            "phone": lambda: self.index.find_phone(value),
            "url": lambda: self.index.find_url(value, near),
            "countryCode": lambda: self.index.find_country(value, near),
        }
        return finders[key]() if key in finders else self.index.find(value, near)

    def record(self, key: str, record: dict[str, Any], old: str, new: str, near: int) -> tuple[Any, int]:
        """The fields of an object that are in the text; labels that we give rest on what is beside them."""
        kept: dict[str, Any] = {}
        given = {"profiles": "network", "skills": "name"}.get(key)
        place = near
        for field, value in record.items():
            if field != given:
                left, place = self.value(field, value, f"{old}/{field}", f"{new}/{field}", place)
                if left not in (None, [], {}):
                    kept[field] = left
        if given and record.get(given) and kept:
            self._give(given, str(record[given]), old, new, kept)
        needed = _ENTRY_NEEDS.get(key)
        if (needed and not any(kept.get(field) for field in needed)) or not kept:
            self._forget(new)
            return None, near
        self.moved[old] = new
        return kept, place

    def _give(self, field: str, value: str, old: str, new: str, kept: dict[str, Any]) -> None:
        """A network or skill category: our word for what stands beside it, so its evidence is that."""
        beside = next((e for p, e in self.ledger.found.items() if p.startswith(f"{new}/")), None)
        span = self.index.find(value) or (self.index.span(beside.start, beside.end) if beside else None)
        if span:
            kept[field] = value
            self.ledger.put(f"{new}/{field}", span, 0.6)
            self.moved[f"{old}/{field}"] = f"{new}/{field}"

    def _forget(self, pointer: str) -> None:
        """An entry went: so does the evidence of its fields."""
        inside = [p for p in self.ledger.found if p == pointer or p.startswith(f"{pointer}/")]
        for p in inside:
            del self.ledger.found[p]
        for old in [old for old, new in self.moved.items() if new in inside]:
            del self.moved[old]
            self.dropped.append(old)

    def items(self, key: str, items: list[Any], old: str, new: str, near: int) -> tuple[list[Any], int]:
        """The items that are left, numbered anew; each is looked for behind the one before it."""
        kept: list[Any] = []
        place = near
        for n, item in enumerate(items):
            left, place = self.value(key, item, f"{old}/{n}", f"{new}/{len(kept)}", place)
            if left is not None:
                kept.append(left)
        return kept, place


def _survives(evidence: list[str], moved: dict[str, str]) -> list[str] | None:
    """The new pointers of a judgement, None if it rests on nothing or on something that went."""
    new = [moved.get(pointer) for pointer in evidence]
    return [pointer for pointer in new if pointer] if new and all(new) else None


def _findings(findings: list[Finding], moved: dict[str, str]) -> list[Finding]:
    pairs = [(finding, _survives(finding.evidence, moved)) for finding in findings]
    return [finding.model_copy(update={"evidence": new}) for finding, new in pairs if new]


def _recommended(roles: list[JobRecommendation], moved: dict[str, str]) -> list[JobRecommendation]:
    pairs = [(role, _survives(role.evidence, moved)) for role in roles]
    return [role.model_copy(update={"evidence": new}) for role, new in pairs if new]


def _meta(proposed: VitaeflowMeta, checker: _Checker, document: Document, total: int) -> VitaeflowMeta:
    """Our part of meta: judgements whose evidence survived, and how much did not."""
    strengths = _findings(proposed.strengths, checker.moved)
    weaknesses = _findings(proposed.weaknesses, checker.moved)
    roles = _recommended(proposed.job_recommendations, checker.moved)
    warnings = list(proposed.warnings)
    if checker.dropped:
        named = ", ".join(checker.dropped[:_LISTED]) + (", …" if len(checker.dropped) > _LISTED else "")
        warnings.append(
            f"{len(checker.dropped)} of {total} proposed values are not in the text and were dropped: {named}"
        )
    before = len(proposed.strengths) + len(proposed.weaknesses) + len(proposed.job_recommendations)
    if lost := before - len(strengths) - len(weaknesses) - len(roles):
        warnings.append(f"{lost} of {before} proposed judgements rest on nothing in the text and were dropped")
    quality = measured(document)
    quality.covered = covered_share(document, checker.ledger.found.values())
    return VitaeflowMeta(
        analyser=proposed.analyser,
        as_of=proposed.as_of,
        engine=document.engine,
        linkedin_url=proposed.linkedin_url,
        embedding=proposed.embedding,
        evidence=checker.ledger.found,
        quality=quality,
        strengths=strengths,
        weaknesses=weaknesses,
        job_recommendations=roles,
        flags=[flag.model_dump(exclude_none=True) for flag in document.flags],
        warnings=warnings,
    )


def ground(profile: Profile, document: Document) -> Profile:
    """The part of a proposed profile that the document's text bears out, with evidence by method `model`.

    Names and prose must occur as whole words (case, accents and line breaks aside), dates in at least the precision
    proposed, telephone numbers by their digits. What does not occur is dropped; `meta.vitaeflow.warnings` counts it and
    names pointers of the proposal. Judgements stay only if all values they rest on stay. Years and level are computed
    from what is left when `meta.vitaeflow.as_of` is set.
    """
    checker = _Checker(document)
    proposal = profile.model_dump(mode="json", by_alias=True, exclude={"meta"}, exclude_none=True)
    checked: dict[str, Any] = {}
    for key, value in proposal.items():
        left, _ = checker.value(key, value, f"/{key}", f"/{key}", 0)
        if left not in (None, [], {}):
            checked[key] = left
    grounded = Profile.model_validate(checked)
    analyser = Analyser(kind="model", name="unknown", version="unknown")
    proposed = profile.meta.vitaeflow or VitaeflowMeta(analyser=analyser)
    leaves = len(checker.ledger.found) + len(checker.dropped)
    grounded.meta = Meta(vitaeflow=_meta(proposed, checker, document, leaves))
    if proposed.as_of and re.fullmatch(r"\d{4}-\d\d-\d\d", proposed.as_of):
        measure(grounded, date.fromisoformat(proposed.as_of))
    return grounded
