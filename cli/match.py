"""`vitaeflow match`: profiles against postings on this machine, without a service."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from cli.inputs import load, shown
from cli.options import Json
from cli.output import UsageError, emit_json, note, reported, stdout, table
from schema.bounded_json import load_object
from schema.errors import BadRequest, InvalidResumeData, VitaeflowError
from schema.jobs import MatchPreferences, Posting
from schema.profile import Profile
from schema.settings import get_settings

if TYPE_CHECKING:
    from domain.matching import JobFacts, PersonFacts

_EVERYTHING = MatchPreferences(threshold=0)
_MOST_JOBS_BYTES = 64 * 1024 * 1024
_TOP = 3

Scores = dict[str, dict[str, int]]


class UnusablePostings(BadRequest):
    """The file of postings is not one."""

    code, title = "unusable_postings", "The postings cannot be read"


def match(
    profiles: Annotated[
        Path, typer.Option("--profiles", metavar="DIR", exists=True, file_okay=False, help="JSON Resume files.")
    ],
    jobs: Annotated[
        Path,
        typer.Option(
            "--jobs", metavar="FILE", exists=True, dir_okay=False, help="schema.org JobPostings, or our postings."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", dir_okay=False, help="Scores as JSON go here.")
    ] = None,
    reasons: Annotated[
        Path | None,
        typer.Option("--reasons", metavar="FILE", dir_okay=False, help="Scores with their reasons go here."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day that open roles count to, where a profile has none."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Score every profile against every posting, without a service.

    The result is {job id: {name of the profile's file: score}}. The same files give the same scores, in any order.
    """
    with reported(as_json=as_json):
        postings = read_postings(jobs)
        people = _facts_of(profiles, as_of.date() if as_of else None)
        scores = _scores(people, postings)
        if out:
            _write(out, scores)
        if reasons:
            _write(reasons, _reasons(people, postings))
    if as_json:
        emit_json(scores)
    elif out is None and reasons is None:
        _show(scores, postings)


def read_postings(file: Path) -> dict[str, Posting]:
    """Job id → canonical posting, of schema.org JobPostings or of our own form. Raises UnusablePostings."""
    from adapters.boards.base import parse_json, posting_entries
    from adapters.boards.jsonld import canonical
    from domain.jobs import canonicalise

    payload = parse_json(load(file, _MOST_JOBS_BYTES))
    try:
        if isinstance(payload, list) and payload and all(isinstance(e, dict) and "external_id" in e for e in payload):
            found = [Posting.model_validate(entry) for entry in payload]
        else:
            found = [canonical(entry) for entry in posting_entries(payload)]
    except (ValidationError, ValueError, TypeError) as error:
        raise UnusablePostings(
            f"An entry of {shown(file)} is no posting ({type(error).__name__}). Each needs a title and a company."
        ) from None
    postings = {posting.external_id: canonicalise(posting) for posting in found}
    if len(postings) < len(found):
        note(f"{len(found) - len(postings)} postings have the id of another; the last of each counts")
    return postings


def read_profile_file(file: Path, as_of: date | None) -> Profile:
    """A JSON Resume file. Open roles end at the day it gives itself, else at `as_of`. Raises VitaeflowError."""
    from domain.importing.json_resume import read_json_resume

    try:
        text = load(file, get_settings().max_upload_bytes).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidResumeData("The file is not UTF-8 text; export it again") from None
    data, _ = load_object(text)
    profile = Profile.model_validate(read_json_resume(data).resume)
    ours = (data.get("meta") or {}).get("vitaeflow") or {}
    day = ours.get("as_of") if isinstance(ours, dict) else None
    day = day or profile.meta.last_modified or (as_of.isoformat() if as_of else None)
    return profile.model_copy(update={"meta": profile.meta.model_copy(update={"last_modified": day})})


def _facts_of(folder: Path, as_of: date | None) -> dict[str, PersonFacts]:
    from domain.matching import person_facts

    people: dict[str, PersonFacts] = {}
    for file in sorted(folder.glob("*.json")):
        try:
            people[file.stem] = person_facts(read_profile_file(file, as_of))
        except VitaeflowError as error:
            note(f"{shown(file)} left out: {error.detail}")
    if not people:
        raise UsageError(f"{shown(folder)} holds no JSON Resume file (*.json)")
    return people


def _job_facts(postings: Mapping[str, Posting]) -> list[JobFacts]:
    from domain.matching import job_facts

    return [job_facts(posting) for posting in postings.values()]


def _scores(people: Mapping[str, PersonFacts], postings: Mapping[str, Posting]) -> Scores:
    from domain.matching import score_table

    rows = score_table([(facts, _EVERYTHING) for facts in people.values()], _job_facts(postings))
    return {
        job: {person: row[column] for person, row in zip(people, rows, strict=True)}
        for column, job in enumerate(postings)
    }


def _reasons(people: Mapping[str, PersonFacts], postings: Mapping[str, Posting]) -> dict[str, dict[str, Any]]:
    from domain.matching import score_page

    names, jobs = list(people), list(postings)
    found: dict[str, dict[str, Any]] = {job: {} for job in jobs}
    for hit in score_page([(facts, _EVERYTHING) for facts in people.values()], _job_facts(postings)):
        found[jobs[hit.job_index]][names[hit.person_index]] = hit.result.model_dump(mode="json")
    return found


def _write(file: Path, content: Any) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise UsageError(f"{shown(file)} cannot be written ({error.strerror})") from None


def _show(scores: Scores, postings: Mapping[str, Posting]) -> None:
    rows: list[Sequence[object]] = []
    for job, by_person in scores.items():
        # By name where scores are equal, so that the order says nothing.
        best = sorted(by_person.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        rows += [(job, postings[job].title, person, points) for person, points in best]
    stdout.print(
        table(f"The best {_TOP} for each posting", ("job", "title", "profile", "score"), rows, numeric=["score"])
    )
