"""Every SQL statement of the product, loaded once by name from schema/sql/queries.

A call is `await queries.name(connection, key=value, …)`. What it gives is said by the mark after the name in the file:
none: a list of rows · `^`: one row or None · `$`: one value · `!`: the status · `*!`: for many rows · `#`: a script.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosql
from aiosql.adapters.asyncpg import AsyncPGAdapter

SQL_DIR = Path(str(files("schema"))) / "sql"


class _Adapter(AsyncPGAdapter):
    """asyncpg on a connection that the caller holds; lists instead of the library's async generators."""

    # "Synchronous" to the library: its functions hand our coroutines through instead of wrapping them.
    is_aio_driver = False

    def _values(self, name: str, parameters: Any) -> Any:
        return self.maybe_order_params(name, parameters)  # type: ignore[no-untyped-call]

    async def select(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return await conn.fetch(sql, *self._values(query_name, parameters))

    async def select_one(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return await conn.fetchrow(sql, *self._values(query_name, parameters))

    async def select_value(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return await conn.fetchval(sql, *self._values(query_name, parameters))

    async def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return await conn.execute(sql, *self._values(query_name, parameters))


_adapter: Any = _Adapter
queries: Any = aiosql.from_path(SQL_DIR / "queries", _adapter, mandatory_parameters=False)
