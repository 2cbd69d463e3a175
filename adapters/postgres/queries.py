"""Every SQL statement of the product, loaded once by name from schema/sql/queries."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosql

SQL_DIR = Path(str(files("schema"))) / "sql"

queries: Any = aiosql.from_path(SQL_DIR / "queries", "asyncpg", mandatory_parameters=False)
