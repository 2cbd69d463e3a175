"""People, postings and matches put straight into the record, for what happens after matching."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from adapters.channels import new_secret
from adapters.postgres import Connection, Database
from schema.ids import new_id

ANALYSIS = {"explanation": "fits well", "pros": ["Bread"], "cons": [], "recommendation": "apply"}


@dataclass
class Readers:
    """One database without a running product."""

    database: Database
    woken: list[None] = field(default_factory=list)
    handed: list[tuple[UUID, UUID]] = field(default_factory=list)

    async def wake(self) -> None:
        """Counted."""
        self.woken.append(None)

    async def hand_over(self, user_id: UUID, notification_id: UUID) -> None:
        """Remembered."""
        self.handed.append((user_id, notification_id))

    async def rank(self, user_ids: Any) -> None:
        """No model here."""

    async def person(self, **wishes: Any) -> UUID:
        """Somebody, with delivery preferences if there are any."""
        user = new_id()
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into users (id, email, password_hash) values ($1, $1::uuid::text, '')", user
            )
            if wishes:
                await connection.execute("insert into delivery_preferences values ($1, $2)", user, wishes)
        return user

    async def channel(self, user: UUID, url: str) -> UUID:
        """A webhook."""
        channel = new_id()
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into channels (id, user_id, kind, name, config) values ($1, $2, 'webhook', 'mine', $3)",
                channel,
                user,
                {"url": url, "secret": new_secret()},
            )
        return channel

    async def job(self, owner: UUID, *, city: str = "Brno", **columns: Any) -> UUID:
        """A posting; columns of `jobs` may be set."""
        job, source = new_id(), new_id()
        row = {
            "id": job, "source_id": source, "external_id": str(job), "title": "Baker", "company": "Loaf",
            "posting": {"locations": [{"raw": city, "city": city}]}, "facts": {}, "content_hash": b"",
            "fingerprint": b"", "vacancy_id": job, "group_key": job.bytes, **columns,
        }  # fmt: skip
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into sources (id, user_id, kind, name, location, interval_seconds)"
                " values ($1, $2, 'feed', 'f', $1::uuid::text, 60)",
                source,
                owner,
            )
            await _insert(connection, "jobs", row)
        return job

    async def match(self, user: UUID, job: UUID, batch: UUID, **columns: Any) -> UUID:
        """A match that nobody was told of."""
        match = new_id()
        row = {
            "id": match, "user_id": user, "job_id": job, "batch_id": batch, "score": 80, "analysis": ANALYSIS,
            "rubric": "1", **columns,
        }  # fmt: skip
        async with self.database.transaction() as connection:
            await _insert(connection, "matches", row)
        return match

    async def due(self, user: UUID) -> Any:
        """When somebody is to be told; None when nothing waits."""
        return await self.one("select due_at from digests_due where user_id = $1", user)

    async def make_due(self, *users: UUID) -> None:
        """Now."""
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into digests_due select *, now() from unnest($1::uuid[])"
                " on conflict (user_id) do update set due_at = now()",
                list(users),
            )

    async def one(self, sql: str, *values: Any) -> Any:
        """One value."""
        async with self.database.connection() as connection:
            return await connection.fetchval(sql, *values)

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows."""
        async with self.database.connection() as connection:
            return list(await connection.fetch(sql, *values))

    async def run(self, sql: str, *values: Any) -> None:
        """A change."""
        async with self.database.transaction() as connection:
            await connection.execute(sql, *values)


async def _insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", *row.values())
