"""Delivery of one ledger row: what a hanging receiver and an ended attempt leave behind."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.deliveries import DeliveryActivities
from activities.delivery_signals import DeliverySignals
from activities.sending import DeliveryRules, Sender
from adapters.channels import channel_for, new_secret
from adapters.outbound import OutboundClient
from adapters.postgres import Database, queries
from schema.errors import DeliveryError
from schema.ids import new_id
from schema.jobs import ChannelMessage, SendReceipt
from schema.pipeline import DeliveryInput, DeliveryResult
from tests.adapters.web_server import WebServer, reply
from tests.world import World


@pytest.fixture
def server() -> Any:
    """A receiver."""
    running = WebServer()
    yield running
    running.stop()


@pytest_asyncio.fixture
async def database(world: World) -> AsyncIterator[Database]:
    """The record."""
    opened = await world.database()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def delivery(database: Database, server: WebServer) -> UUID:
    """A ledger row of a test message to the receiver."""
    user, subject = new_id(), new_id()
    async with database.transaction() as connection:
        await connection.execute("insert into users (id, email, password_hash) values ($1, $1::uuid::text, '')", user)
        await queries.insert_channel(
            connection, id=new_id(), user_id=user, kind="webhook", name="mine",
            config={"url": server.url(), "secret": new_secret()},
        )  # fmt: skip
        made = await queries.insert_notification(
            connection, id=new_id(), user_id=user, kind="test", subject_id=subject, payload={}
        )
        delivery_id, (receiver,) = new_id(), await queries.receivers(connection, user_ids=[user], channel_id=None)
        await queries.open_deliveries(
            connection, ids=[delivery_id], user_ids=[user], notification_ids=[made["id"]], channel_ids=[receiver["id"]]
        )
    return delivery_id


async def deliver(
    world: World, database: Database, delivery_id: UUID, *, attempt: int = 1, patience: float = 0.3
) -> DeliveryResult:
    """One attempt, by the real channel with a short patience."""
    async with OutboundClient(["127.0.0.1"], timeout=patience) as http:

        async def send(kind: str, config: dict[str, Any], message: ChannelMessage, key: str) -> SendReceipt:
            return await channel_for(kind, http).send(config, message, key)

        signals = DeliverySignals(await world.temporal(), page=10)
        activities = DeliveryActivities(database, Sender(send, DeliveryRules(attempts=2)), signals)
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, attempt=attempt)
        result: DeliveryResult = await environment.run(activities.deliver, DeliveryInput(delivery_id=delivery_id))
        return result


async def row_of(database: Database, delivery_id: UUID) -> Any:
    """The ledger row."""
    async with database.connection() as connection:
        return await connection.fetchrow("select * from deliveries where id = $1", delivery_id)


async def test_a_hanging_receiver_is_given_up(
    world: World, database: Database, delivery: UUID, server: WebServer
) -> None:
    """The attempt ends at its time-out, the claim is given back for the next one, which is sent."""
    server.handle = lambda request: server.stopping.wait(30)
    began = time.monotonic()
    with pytest.raises(DeliveryError, match="did not answer"):
        await deliver(world, database, delivery)
    assert time.monotonic() - began < 20
    row = await row_of(database, delivery)
    assert (row["status"], row["attempts"], row["last_error"]) == ("pending", 1, "delivery_failed")
    server.handle = lambda request: reply(request, 204)
    assert (await deliver(world, database, delivery, attempt=2, patience=5)).state == "sent"
    assert (await row_of(database, delivery))["status"] == "sent"


async def test_a_claim_keeps_a_second_sender_away(
    world: World, database: Database, delivery: UUID, server: WebServer
) -> None:
    """While somebody holds the row nothing is sent; the same run's next attempt takes it over."""
    async with database.transaction() as connection:
        await queries.claim_delivery(connection, delivery_id=delivery, lease_seconds=60, take_over=False)
    with pytest.raises(DeliveryError, match="Another worker"):
        await deliver(world, database, delivery)
    assert server.seen == []
    assert (await deliver(world, database, delivery, attempt=2)).state == "sent"


async def test_a_sent_row_is_not_sent_again(
    world: World, database: Database, delivery: UUID, server: WebServer
) -> None:
    """A repeated activity finds its work done."""
    assert (await deliver(world, database, delivery)).state == "sent"
    assert (await deliver(world, database, delivery)).state == "skipped"
    assert len(server.seen) == 1
