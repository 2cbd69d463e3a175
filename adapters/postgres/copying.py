"""Rows of fixed width into a table by COPY in PostgreSQL's binary form, without a Python object per value."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from adapters.postgres.pool import Connection

Bytes = npt.NDArray[np.uint8]
_SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"


def binary_rows(columns: Mapping[str, Bytes]) -> bytes:
    """Columns of shape (rows, bytes of the value in network order) as the stream that COPY … BINARY reads."""
    widths = [column.shape[1] for column in columns.values()]
    rows = len(next(iter(columns.values())))
    stream = np.empty((rows, 2 + sum(4 + width for width in widths)), dtype=np.uint8)
    stream[:, :2] = np.array([len(widths)], dtype=">i2").view(np.uint8)
    at = 2
    for width, column in zip(widths, columns.values(), strict=True):
        stream[:, at : at + 4] = np.array([width], dtype=">i4").view(np.uint8)
        stream[:, at + 4 : at + 4 + width] = column
        at += 4 + width
    return _SIGNATURE + stream.tobytes() + _TRAILER


async def copy_rows(connection: Connection, table: str, columns: Mapping[str, Bytes]) -> None:
    """COPY into the named columns; the table's defaults fill the others. Raises what the database says of the rows."""
    await connection.copy_to_table(
        table, source=io.BytesIO(binary_rows(columns)), columns=list(columns), format="binary"
    )
