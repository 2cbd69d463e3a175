"""Where the corpus stands and what is in it.

`resumes/`: files in eight formats made from invented people, what each file says (`truth/`), what a reader sees
(`text/`), `index.json` with layout, language and so on per file, `people.json` with all that was invented about each
person. `hostile/`: files with `expected.json`. `jobs/`: postings with graded relevance, whose rule is `RELEVANCE.txt`.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.boards.jsonld import canonical
from schema.errors import ConfigurationError
from schema.jobs import Posting

Row = TypeVar("Row", bound=BaseModel)

ROOT = Path(__file__).parent / "corpus"

AS_OF = date(2026, 6, 1)
"""The day that open-ended entries are counted to: a file's own date would be that of the checkout."""


class ResumeFile(BaseModel):
    """A row of `index.json`; the groups of the report are its fields."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str
    truth: str
    person: str
    theme: str
    format: str
    lang: str
    columns: int
    scanned: bool
    unusual_headings: str = ""
    """Of generated files: how many of the headings are in no list of headings (`none`, `some`, `all`)."""


class HostileFile(BaseModel):
    """A row of `expected.json`: what must become of a file, and why."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str
    reason: str
    expect: str
    also_ok: list[str] = []
    must_not_contain: str | None = None
    """Words that must stand nowhere in the profile."""
    hidden_text: str | None = None
    """Words that a reader does not see: they may stand in a flag, not in a value."""
    score_must_equal: str | None = None
    """The clean twin: nobody's score against any job may differ from its."""


class Corpus:
    """The corpus in a folder. Raises ConfigurationError for a part that is missing or broken, when it is asked for."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    @cached_property
    def resumes(self) -> list[ResumeFile]:
        """All résumé files, in order of their names."""
        return _rows(ResumeFile, self._json("resumes", "index.json"))

    @cached_property
    def hostile(self) -> list[HostileFile]:
        """All hostile files."""
        return _rows(HostileFile, self._json("hostile", "expected.json"))

    @cached_property
    def people(self) -> dict[str, dict[str, Any]]:
        """Person → all that is true of them, as a JSON Resume document."""
        return {row["id"]: row["doc"] for row in self._json("resumes", "people.json")}

    @cached_property
    def postings(self) -> dict[str, Posting]:
        """Job → posting, read as a job source is."""
        return {row["id"]: canonical(row) for row in self._json("jobs", "jobs.json")}

    @cached_property
    def grades(self) -> dict[str, dict[str, int]]:
        """Job → person → 0–3."""
        grades: dict[str, dict[str, int]] = self._json("jobs", "qrels.json")
        return grades

    def resume(self, row: ResumeFile) -> Path:
        """The file itself."""
        return self.root / "resumes" / "files" / row.file

    def truth(self, row: ResumeFile) -> dict[str, Any]:
        """What the file says, as a JSON Resume document."""
        truth: dict[str, Any] = self._json("resumes", "truth", row.truth)
        return truth

    def text(self, row: ResumeFile) -> str:
        """What a reader sees."""
        return self._text("resumes", "text", Path(row.file).with_suffix(".txt").name)

    def hostile_file(self, name: str) -> Path:
        """A hostile file itself."""
        return self.root / "hostile" / name

    def _text(self, *parts: str) -> str:
        file = self.root.joinpath(*parts)
        try:
            return file.read_text("utf-8")
        except OSError as error:
            raise ConfigurationError(
                f"{file} cannot be read ({error.strerror}): the evaluation runs in a checkout with eval/corpus"
            ) from None

    def _json(self, *parts: str) -> Any:
        try:
            return json.loads(self._text(*parts))
        except ValueError:
            raise ConfigurationError(f"{'/'.join(parts)} of the corpus is not JSON: restore it") from None


def _rows(kind: type[Row], rows: list[Any]) -> list[Row]:
    try:
        return [kind.model_validate(row) for row in rows]
    except ValidationError as error:
        raise ConfigurationError(f"The corpus lists {kind.__name__} rows that cannot be read: {error}") from None
