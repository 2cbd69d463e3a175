"""Any document to its profile: data is imported, everything else is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.importing.imported import Imported, evidence_of
from domain.importing.json_resume import as_seen, read_json_resume
from domain.importing.linkedin import read_linkedin
from domain.importing.table import read_table
from domain.reading import read_resume
from domain.reading.memory import one_reading
from domain.reading.reader import describe
from schema.document import Document
from schema.media import MediaKind
from schema.profile import Analyser, Profile

VERSION = "1"
"""Changes when the same file may give another profile."""

_IMPORTERS: dict[str, Callable[[dict[str, Any]], Imported]] = {
    MediaKind.JSON.value: read_json_resume,
    MediaKind.ZIP.value: read_linkedin,
    MediaKind.CSV.value: read_table,
}


@one_reading()
def read_profile(document: Document, *, as_of: date, linkedin_url: str | None = None) -> Profile:
    """The profile of a document, whatever it came as; `as_of` and `linkedin_url` as in `read_resume`.

    Raises InvalidResumeData when data is not the résumé it should be.
    """
    if document.data is None:
        return read_resume(document, as_of=as_of, linkedin_url=linkedin_url)
    imported = _IMPORTERS[document.format](document.data)
    profile = Profile.model_validate(imported.resume)
    # Judged as it is seen; the profile itself keeps what came in.
    judged = Profile.model_validate(as_seen(imported.resume))
    described = describe(judged, evidence_of(imported, document), [], document, as_of, linkedin_url)
    ours = described.meta.vitaeflow
    if ours is None:
        raise AssertionError("a profile always says who made it")
    ours.analyser = Analyser(kind="import", name=f"vitaeflow-{document.engine}", version=VERSION)
    ours.warnings = [*ours.warnings, *imported.warnings]
    profile.meta = profile.meta.model_copy(update={"vitaeflow": ours})
    return profile


def judgeable(profile: Profile) -> Profile:
    """An imported profile as a reader sees it, for everything that computes with its values; any other as it is."""
    ours = profile.meta.vitaeflow
    if ours is None or ours.analyser.kind != "import":
        return profile
    resume = profile.to_json_resume()
    return Profile.model_validate(as_seen({key: value for key, value in resume.items() if key != "meta"})).model_copy(
        update={"meta": profile.meta}
    )
