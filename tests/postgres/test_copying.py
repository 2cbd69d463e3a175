"""Rows as bytes: what goes in by binary COPY comes out as values."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import numpy as np
import pytest

from adapters.postgres import Database
from adapters.postgres.copying import binary_rows, copy_rows
from schema.ids import new_id


def _bytes(*values: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), -1)


async def test_fixed_width_rows_come_out_as_they_went_in(database: Database) -> None:
    """UUIDs, small integers, bytes and text; columns that are not named get their default."""
    ids = [new_id(), UUID(int=0)]
    async with database.transaction() as connection:
        await connection.execute(
            "create temporary table copied (id uuid, score smallint, codes bytea, word text, told boolean default true)"
            " on commit drop"
        )
        columns = {
            "id": _bytes(*(each.bytes for each in ids)),
            "score": np.array([-3, 300], dtype=">i2").view(np.uint8).reshape(2, 2),
            "codes": _bytes(b"\x00\xff", b"ab"),
            "word": _bytes("é".encode(), b"xy"),
        }
        await copy_rows(connection, "copied", columns)
        rows = await connection.fetch("select * from copied order by score")
    assert [tuple(row.values()) for row in rows] == [
        (ids[0], -3, b"\x00\xff", "é", True),
        (ids[1], 300, b"ab", "xy", True),
    ]


async def test_what_the_database_refuses_is_raised(database: Database) -> None:
    """A value that does not fit its column is a data error, and nothing of the stream stays."""
    async with database.connection() as connection:
        await connection.execute("create temporary table narrow (word text)")
        with pytest.raises(asyncpg.DataError):
            await copy_rows(connection, "narrow", {"word": _bytes(b"ok", b"\xff\xff")})
        assert await connection.fetchval("select count(*) from narrow") == 0
        await connection.execute("drop table narrow")


def test_no_rows_are_an_empty_stream() -> None:
    """Head and end, nothing between."""
    assert len(binary_rows({"id": np.zeros((0, 16), dtype=np.uint8)})) == 19 + 2
