"""What a worker process is made of: clients opened once, activities that get them, a worker per queue."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import structlog
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.analysis import AnalysisActivities
from activities.deliveries import DeliveryActivities
from activities.delivery_signals import DeliverySignals
from activities.documents import DocumentActivities
from activities.index_starts import IndexStarts
from activities.job_index import Embedder, JobIndexActivities, job_dimensions
from activities.job_upkeep import JobUpkeep
from activities.maintenance import MaintenanceActivities
from activities.matching import MatchActivities
from activities.notifications import NotificationActivities
from activities.postings import LifeRules
from activities.ranking import RankingActivities
from activities.ranking_starts import RankingStarts
from activities.renewing import RenewalActivities
from activities.research import ResearchActivities
from activities.sending import DeliveryRules, Sender
from activities.similar import SimilarActivities
from activities.sources import SourceActivities
from activities.vectors import VectorActivities
from adapters.boards import SourceKeys, board_for
from adapters.channels import MailServer, channel_for
from adapters.company_pages import is_own_site, read_company_pages
from adapters.documents import DocumentReader
from adapters.outbound import OutboundClient
from adapters.postgres import Database
from adapters.vectors import Stores, open_stores
from domain.jobs.company_facts import about_links
from schema.companies import CompanyPage
from schema.errors import EdgeStoreBusy
from schema.jobs import ChannelMessage, FetchResult, FetchState, SendReceipt, SourceConfig
from schema.settings import DEFAULT_SECRET, Settings
from schema.temporal_names import DOCUMENTS_QUEUE, LLM_QUEUE, MAIN_QUEUE, VECTORS_QUEUE
from workers.plugin import build_worker
from workers.reading import JOBS, RECOGNISER_JOBS, ChildReader
from workflows.registry import WORKFLOWS

if TYPE_CHECKING:
    from adapters.llm.client import ModelClient

log = structlog.get_logger()

Activities = Sequence[Callable[..., Any]]
_TAKE_OVER_SECONDS = 0.3
_WAIT_FOR_RECOGNITION = 25
"""Seconds; a scan that finds others before it for so long gives its place in the worker back and comes again."""


def activities_of(*owners: object) -> Activities:
    """All activity methods of some objects."""
    return [
        method
        for owner in owners
        for name in dir(type(owner))
        if hasattr(method := getattr(owner, name), "__temporal_activity_definition")
    ]


def life_rules(settings: Settings) -> LifeRules:
    """When postings end, as configured."""
    return LifeRules(settings.close_after_misses, settings.stale_days, settings.repost_days)


@asynccontextmanager
async def model_client(settings: Settings) -> AsyncIterator[ModelClient | None]:
    """The client of the configured endpoint; None without a key."""
    if not settings.uses_model:
        yield None
        return
    from adapters.llm.client import ModelClient  # a fifth of a worker's start, which most have no use for

    key = settings.openai_api_key
    client = ModelClient(
        api_key=key.get_secret_value() if key else None,
        base_url=settings.openai_base_url,
        model=settings.openai_model,
        timeout_seconds=settings.openai_timeout_seconds,
        embedding_model=settings.embedding_model,
        embedding_dimensions=settings.embedding_dimensions,
        embedding_batch=settings.embedding_batch,
    )
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def document_reader(settings: Settings) -> AsyncIterator[DocumentReader]:
    """The reader with its warm child processes."""
    reader = DocumentReader.configured(
        settings, wait_seconds=_WAIT_FOR_RECOGNITION, jobs=JOBS, recogniser_jobs=RECOGNISER_JOBS
    )
    try:
        yield reader
    finally:
        await reader.close()


@asynccontextmanager
async def mail_server(settings: Settings) -> AsyncIterator[MailServer | None]:
    """The configured mail server; None without SMTP_URL. Raises ConfigurationError."""
    if settings.smtp_url is None:
        yield None
        return
    server = MailServer(settings.smtp_url.get_secret_value(), settings.mail_from)
    try:
        yield server
    finally:
        await server.close()


def delivery_rules(settings: Settings) -> DeliveryRules:
    """What senders go by. Without a secret of its own an installation makes no unsubscribe links: anybody could."""
    secret = settings.jwt_secret.get_secret_value()
    return DeliveryRules(
        attempts=settings.delivery_attempts,
        failing_hours=settings.channel_failing_hours,
        public_url=settings.public_url,
        link_secret="" if secret == DEFAULT_SECRET else secret,
    )


@asynccontextmanager
async def assemble(settings: Settings, client: Client, database: Database) -> AsyncIterator[list[Worker]]:
    """The workers of all queues but the vectors', which needs the store (see `serve_vectors`)."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(OutboundClient(settings.allow_private_targets))
        mail = await stack.enter_async_context(mail_server(settings))
        model = await stack.enter_async_context(model_client(settings))
        reader = await stack.enter_async_context(document_reader(settings))

        keys = SourceKeys.of(settings)

        async def fetch(source: SourceConfig, state: FetchState) -> FetchResult:
            board = board_for(source.kind, sources_dir=settings.sources_dir, keys=keys)
            return await board.fetch(source, http, state)

        async def read_pages(url: str) -> list[CompanyPage]:
            return await read_company_pages(http, url, about_links) if is_own_site(url) else []

        async def send(kind: str, config: dict[str, Any], message: ChannelMessage, key: str) -> SendReceipt:
            channel = channel_for(kind, http, allow_hosts=settings.allow_private_targets, mail=mail)
            return await channel.send(config, message, key)

        index = IndexStarts(client, database, Embedder(settings, model).label)
        signals = DeliverySignals(client, page=settings.delivery_page)
        analysis = AnalysisActivities(database, settings, ChildReader(reader), model)
        ranking = RankingActivities(database, settings, model)
        main = activities_of(
            analysis,
            ranking,
            MaintenanceActivities(database, client, signals.wake, JobUpkeep(database, life_rules(settings)), index),
            index,
            MatchActivities(database, page_users=settings.match_page_users),
            RenewalActivities(database),
            SourceActivities(database, fetch, life_rules(settings), research=settings.companies_per_refresh),
            ResearchActivities(database, read_pages),
            NotificationActivities(database, signals.wake, RankingStarts(client, database, settings)),
            DeliveryActivities(database, Sender(send, delivery_rules(settings)), signals),
        )
        documents = activities_of(DocumentActivities(database, reader, calls_model=model is not None))
        yield [
            build_worker(client, MAIN_QUEUE, settings, workflows=WORKFLOWS, activities=main),
            build_worker(
                client, DOCUMENTS_QUEUE, settings, activities=documents, concurrent=settings.parser_processes * 2
            ),
            build_worker(
                client, LLM_QUEUE, settings, activities=[analysis.embed_chunks, analysis.analyze, ranking.rank_matches]
            ),
        ]


async def serve_vectors(settings: Settings, client: Client, database: Database, stop: asyncio.Event) -> None:
    """Work the vectors queue as long as the store is ours.

    The embedded store has one owner; other workers wait here and take over when the owner ends, however it ends.
    """
    stores = await _own_stores(settings, stop)
    if stores is None:
        return
    try:
        async with model_client(settings) as model:
            embedder = Embedder(settings, model)
            activities = activities_of(
                VectorActivities(database, stores),
                JobIndexActivities(database, stores.jobs, embedder),
                SimilarActivities(database, stores.jobs, embedder),
            )
            worker = build_worker(client, VECTORS_QUEUE, settings, activities=activities)
            with contextlib.suppress(RPCError):  # the next sweep does
                # this owner may have another store than the last one had
                await IndexStarts(client, database, embedder.label).wake_indexing()
            await run_until(worker, stop)
    finally:
        await stores.close()


async def _own_stores(settings: Settings, stop: asyncio.Event) -> Stores | None:
    key, waiting = settings.qdrant_api_key, False
    while not stop.is_set():
        try:
            return await open_stores(
                url=settings.qdrant_url,
                api_key=key.get_secret_value() if key else None,
                path=settings.state_dir / "vectors",
                chunk_dimensions=settings.embedding_dimensions,
                job_dimensions=job_dimensions(settings),
            )
        except EdgeStoreBusy:
            if not waiting:
                log.info("vector store is owned by another worker; waiting to take over")
            waiting = True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _TAKE_OVER_SECONDS)
    return None


async def run_until(worker: Worker, stop: asyncio.Event) -> None:
    """Run a worker until asked to stop; tasks in flight get the grace. Raises what ends it otherwise."""
    running = asyncio.create_task(worker.run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not running.done():
        await worker.shutdown()
    await running
