"""The stages of an analysis after extraction, and the states it can be put into.

Each stage commits its rows, the step to the next stage and the event about it in one statement or transaction.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import numpy as np
import structlog
from temporalio import activity

from activities.analysed import Analysed, meta_of, stored
from adapters.postgres import Database, EncodedJson, queries
from domain.chunking import chunk_text
from domain.embedding import LEXICAL_MODEL, embed_lexically
from domain.reading import ground, quality_of
from schema.analysis import Reopen, Reopened, Saved, Stage, StageFailure, StageInput, step_to
from schema.document import Document
from schema.errors import ModelError, NotFound
from schema.ids import derived_id
from schema.profile import Analyser, Profile
from schema.settings import Settings

log = structlog.get_logger()

_GONE = "The analysis or its text was deleted"


class ProfileReader(Protocol):
    """Documents to profiles by rules, wherever it runs."""

    async def analyse(self, document: str, *, as_of: date, linkedin_url: str | None, embedding: str | None) -> Analysed:
        """The profile of a document that is JSON. Raises InvalidResumeData, ParserCrashed."""
        ...


class ModelAnswer(Protocol):
    """A profile as a model proposes it."""

    profile: Profile


class Model(Protocol):
    """The two things asked of a language model."""

    async def analyze(self, text: str) -> Any:
        """A proposed profile. Raises ModelError."""
        ...

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector per text. Raises ModelError."""
        ...


class AnalysisActivities:
    """Chunk, embed, analyse, save; enter a stage, fail, reopen, cancel."""

    def __init__(self, database: Database, settings: Settings, reader: ProfileReader, model: Model | None) -> None:
        self._database = database
        self._reader = reader
        self._settings = settings
        self._model = model

    @activity.defn
    async def chunk_text(self, stage: StageInput) -> int:
        """Cut the text into overlapping chunks; returns their number. Announces embedding."""
        async with self._database.connection() as connection:
            text = await queries.get_text(connection, job_id=stage.job_id)
            if text is None:
                raise NotFound(_GONE)
            chunks = chunk_text(text)
            await queries.store_chunks(
                connection,
                job_id=stage.job_id,
                ids=[derived_id("chunk", stage.job_id, chunk.ordinal) for chunk in chunks],
                ordinals=[chunk.ordinal for chunk in chunks],
                starts=[chunk.start for chunk in chunks],
                ends=[chunk.end for chunk in chunks],
                texts=[chunk.text for chunk in chunks],
                **step_to(Stage.GENERATING_EMBEDDINGS),
            )
        return len(chunks)

    @activity.defn
    async def embed_chunks(self, stage: StageInput) -> int:
        """Compute a vector for each chunk, by the model if there is one; returns their number."""
        async with self._database.connection() as connection:
            rows = await queries.get_chunks(connection, job_id=stage.job_id)
        texts = [row["text"] for row in rows]
        if self._model is None:
            vectors, name = embed_lexically(texts, self._settings.embedding_dimensions), LEXICAL_MODEL
        else:
            vectors, name = await self._model.embed(texts), self._settings.embedding_model
        async with self._database.connection() as connection:
            await queries.store_embeddings(
                connection,
                ids=[row["id"] for row in rows],
                embeddings=[np.asarray(vector, dtype="<f4").tobytes() for vector in vectors],
                model=name,
            )
        return len(rows)

    @activity.defn
    async def analyze(self, stage: StageInput) -> str:
        """Fill the profile and keep it unpublished; returns who filled it: `rules` or `model`."""
        async with self._database.connection() as connection:
            row = await queries.get_document(connection, job_id=stage.job_id)
        if row is None:
            raise NotFound(_GONE)
        analysed = await self._reader.analyse(
            row["document"], as_of=_as_of(row), linkedin_url=row["linkedin_url"], embedding=row["embedding_model"]
        )
        if self._model is not None:
            analysed = await self._by_model(self._model, row["document"], analysed)
        async with self._database.connection() as connection:
            await queries.save_profile(
                connection,
                job_id=stage.job_id,
                document=EncodedJson(analysed.profile),
                facts=EncodedJson(analysed.facts),
            )
        return analysed.kind

    async def _by_model(self, model: Model, document_json: str, analysed: Analysed) -> Analysed:
        """The model's checked answer; what rules read where it has none or is not to be asked."""
        document, by_rules = Document.model_validate_json(document_json), Profile.model_validate_json(analysed.profile)
        if document.data is not None:
            return analysed  # data says itself what its values mean
        if quality_of(by_rules).state != "ok":
            return analysed  # a model would find a person in an invoice, and one person in two résumés
        try:
            answer = await model.analyze(document.text)
        except ModelError as error:
            # a rate limit or an outage is worth the activity's next attempts; the last one settles for the rules
            if error.retryable and _may_try_again(float(error.extra.get("retry_after") or 0)):
                raise
            log.warning("model answer replaced by rules", code=error.code)
            meta_of(by_rules).analyser.fallback_reason = error.code
            return Analysed(analysed.kind, *stored(by_rules))
        merged = _merge(ground(answer.profile, document), by_rules, self._settings.openai_model)
        return Analysed("model", *stored(merged))

    @activity.defn
    async def save_profile(self, stage: StageInput) -> Saved:
        """Publish the profile and complete the analysis, in one transaction with the event."""
        async with self._database.connection() as connection:
            row = await queries.complete_analysis(
                connection, job_id=stage.job_id, keep_original=self._settings.keep_originals
            )
        if row is None:
            raise NotFound("The analysis was deleted")
        return Saved(match=row["match"])

    @activity.defn
    async def enter_stage(self, stage: StageInput) -> bool:
        """Announce a stage that is taken up again in a new run; says whether a model is called."""
        async with self._database.connection() as connection:
            await queries.enter_stage(connection, job_id=stage.job_id, **step_to(stage.stage))
        return self._model is not None

    @activity.defn
    async def fail_analysis(self, failure: StageFailure) -> None:
        """Record a stage that used up its attempts."""
        async with self._database.transaction() as connection:
            await queries.fail_analysis(
                connection,
                job_id=failure.job_id,
                code=failure.code,
                message=failure.message,
                stage=failure.stage,
                retryable=failure.retryable,
            )

    @activity.defn
    async def reopen_analysis(self, reopen: Reopen) -> Reopened:
        """Take a failed analysis up again, if it is failed and its retries are not used up."""
        async with self._database.transaction() as connection:
            row = await queries.reopen_analysis(connection, job_id=reopen.job_id, max_retries=reopen.max_retries)
            if row is not None and reopen.stage is not Stage.EXTRACTING_TEXT:
                await queries.enter_stage(connection, job_id=reopen.job_id, **step_to(reopen.stage))
        return Reopened(retries=row["retries"] if row else None)

    @activity.defn
    async def cancel_analysis(self, stage: StageInput) -> None:
        """Record that the user stopped it."""
        async with self._database.transaction() as connection:
            await queries.cancel_analysis(connection, job_id=stage.job_id)


def _as_of(row: Any) -> date:
    """The file's own date if it has one, else the day of the upload: never "now", so that a re-run gives the same."""
    if row["modified"]:
        try:
            uploaded: date = row["as_of"]
            return min(date.fromisoformat(row["modified"][:10]), uploaded)
        except ValueError:
            log.info("file date is not a date")
    created: datetime = row["created_at"]
    return created.astimezone(UTC).date()


def _may_try_again(wait_seconds: float) -> bool:
    """Whether the activity has an attempt left, and time for a whole one after such a wait."""
    info = activity.info()
    if info.retry_policy is not None and 0 < info.retry_policy.maximum_attempts <= info.attempt:
        return False
    if info.schedule_to_close_timeout is None or info.start_to_close_timeout is None:
        return True
    end = info.scheduled_time + info.schedule_to_close_timeout
    return datetime.now(UTC) + timedelta(seconds=wait_seconds) + info.start_to_close_timeout <= end


def _merge(proposed: Profile, by_rules: Profile, model: str) -> Profile:
    """The model's checked values; what only rules compute (dates, years, flags) is theirs."""
    theirs, ours = meta_of(proposed), meta_of(by_rules)
    theirs.analyser = Analyser(kind="model", name=model, version=ours.analyser.version)
    theirs.as_of, theirs.engine, theirs.linkedin_url = ours.as_of, ours.engine, ours.linkedin_url
    theirs.flags, theirs.embedding = ours.flags, ours.embedding
    theirs.years_of_experience, theirs.seniority = ours.years_of_experience, ours.seniority
    return proposed
