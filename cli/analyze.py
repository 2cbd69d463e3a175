"""`vitaeflow analyze`, `follow` and `retry`: a résumé through a running service, with its stages as they happen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.client import Analysis, ApiClient
from cli.options import DEFAULT_API, Api, Json, Key, Patience
from cli.output import AnalysisFailed, emit_json, note, progress_bar, reported, stderr, stdout
from cli.profile_view import profile_view
from cli.watch import watch
from schema.analysis import STEP_WORDS

PATIENCE_SECONDS = 600.0
STEPS: dict[str, str] = {stage.value: words for stage, words in STEP_WORDS.items()}
"""A pushed state names its stage only."""

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The résumé.")]
JobId = Annotated[str, typer.Argument(metavar="JOB_ID", help="An analysis, see `vitaeflow analyses`.")]


def analyze(
    file: File,
    linkedin_url: Annotated[str | None, typer.Option("--linkedin-url", help="The person's LinkedIn page.")] = None,
    api: Api = DEFAULT_API,
    key: Key = None,
    timeout: Patience = PATIENCE_SECONDS,
    as_json: Json = False,
) -> None:
    """Upload a résumé, follow its analysis and print the profile. Exit code 4 when the analysis fails."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        upload = client.upload(file, linkedin_url=linkedin_url)
        _follow(client, upload.job_id, timeout_seconds=timeout, as_json=as_json)


def follow(
    job_id: JobId,
    api: Api = DEFAULT_API,
    key: Key = None,
    timeout: Patience = PATIENCE_SECONDS,
    as_json: Json = False,
) -> None:
    """Follow a started analysis and print its profile. Exit code 4 when the analysis fails."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        _follow(client, job_id, timeout_seconds=timeout, as_json=as_json)


def retry(
    job_id: JobId,
    api: Api = DEFAULT_API,
    key: Key = None,
    timeout: Patience = PATIENCE_SECONDS,
    as_json: Json = False,
) -> None:
    """Let a failed analysis go on at the stage that failed, without a new upload, and follow it."""
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        client.retry(job_id)
        _follow(client, job_id, timeout_seconds=timeout, as_json=as_json)


def _follow(client: ApiClient, job_id: str, *, timeout_seconds: float, as_json: bool) -> None:
    state = follow_with_progress(client, job_id, timeout_seconds=timeout_seconds)
    profile = client.profile(job_id)
    if as_json:
        emit_json({"analysis": state.model_dump(mode="json"), "profile": profile.to_json_resume()})
        return
    stdout.print(profile_view(profile))
    note(f"analysis {job_id} is complete; `vitaeflow export {job_id} --format pdf` writes it to a file")


def follow_with_progress(client: ApiClient, job_id: str, *, timeout_seconds: float = PATIENCE_SECONDS) -> Analysis:
    """Show the stages on stderr until the analysis is complete; AnalysisFailed says why it is not and what to do."""
    state = Analysis(job_id=job_id, status="queued")
    with progress_bar() as bar:
        task = bar.add_task("queued", total=100)
        for state in watch(client, job_id, timeout_seconds=timeout_seconds):
            step = state.current_step or STEPS.get(state.stage or "") or state.status
            bar.update(task, completed=state.progress, description=step)
            if not stderr.is_terminal:
                note(f"{state.progress:3d} % {step}")
    if state.status != "completed":
        raise _failure_of(state)
    return state


def _failure_of(state: Analysis) -> AnalysisFailed:
    """What failed, where, and the next step."""
    if state.status == "cancelled" or state.error is None:
        return AnalysisFailed(
            f"analysis {state.job_id} was {state.status}: upload the file again to start over",
            job_id=state.job_id,
            status=state.status,
        )
    failure = state.error
    stage = failure.stage or state.stage or "an unknown stage"
    next_step = (
        f"`vitaeflow retry {state.job_id}` goes on at this stage"
        if failure.retryable
        else "a retry would fail the same way: change the file and upload it again"
    )
    return AnalysisFailed(
        f"the analysis failed at {stage} ({failure.code}): {failure.message.rstrip('.')}. {next_step}",
        job_id=state.job_id,
        status=state.status,
        stage=stage,
        error_code=failure.code,
        retryable=failure.retryable,
    )
