"""What judgements are made from: the values of a profile, and which of them have evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from domain.reading.judging.wording import Wording, wording_of
from schema.document import DocumentQuality
from schema.profile import Evidence, Profile

SHOWN = 5
"""Pointers that a judgement names at most."""
META = "/meta/vitaeflow"


@dataclass(frozen=True)
class Facts:
    """A profile as of a day. Pointers are JSON Pointers into it."""

    profile: Profile
    as_of: date
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    quality: DocumentQuality | None = None
    flags: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, profile: Profile, as_of: date) -> Facts:
        """The facts of a profile whose `meta.vitaeflow` is filled, judgements aside."""
        meta = profile.meta.vitaeflow
        if meta is None:
            return cls(profile, as_of)
        return cls(profile, as_of, meta.evidence, meta.quality, tuple(meta.flags))

    def known(self, pointers: Iterable[str]) -> list[str]:
        """Those that have evidence; measured figures and flags of the file are evidence themselves."""
        return [pointer for pointer in pointers if pointer in self.evidence or pointer.startswith(f"{META}/")]

    def anchor(self, entry: str) -> list[str]:
        """The value by which a reader finds an entry: its role or name, else the first that was read; none, or one."""
        named = (f"{entry}/{key}" for key in ("position", "name", "institution", "studyType", "title"))
        inside = (pointer for pointer in self.evidence if pointer.startswith(f"{entry}/"))
        return self.known([*named, *inside])[:1]

    @cached_property
    def lines(self) -> list[tuple[str, str]]:
        """(pointer, text) of what jobs and projects say was done; the prose of an entry that has no bullets."""
        jobs = [(f"/work/{i}", work.highlights, "summary", work.summary) for i, work in enumerate(self.profile.work)]
        projects = [
            (f"/projects/{i}", project.highlights, "description", project.description)
            for i, project in enumerate(self.profile.projects)
        ]
        found: list[tuple[str, str]] = []
        for entry, highlights, key, prose in jobs + projects:
            bullets = [(f"{entry}/highlights/{n}", text) for n, text in enumerate(highlights)]
            found += bullets or ([(f"{entry}/{key}", prose)] if prose else [])
        return [(pointer, text) for pointer, text in found if pointer in self.evidence]

    @cached_property
    def wording(self) -> Wording | None:
        """The word lists of the language that the lines are in, None if it has none."""
        prose = [text for _, text in self.lines]
        prose += [work.summary for work in self.profile.work if work.summary and work.highlights]
        if self.profile.basics.summary:
            prose.append(self.profile.basics.summary)
        found = wording_of(prose)
        return found[1] if found else None


class Judged(NamedTuple):
    """What a criterion found: the share of its points (None: it could not be judged), why, and where."""

    share: float | None
    reason: str
    evidence: Sequence[str] = ()


Criteria = Mapping[str, Callable[[Facts], Judged]]
"""Criteria by the names that the rubric gives them."""
