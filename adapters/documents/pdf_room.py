"""Room into which pdfium writes what it is asked, for thousands of calls without any Python between two of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from adapters.documents import pdfium

_ROWS = 2048


class Rows:
    """Rows of numbers, one for each call. Their addresses are made once: that takes as long as the calls themselves."""

    def __init__(self, kind: DTypeLike, columns: int, *, places: int = 1) -> None:
        """`places` is how many addresses a call takes: that of the row, or those of all its columns."""
        self._values: NDArray[Any] = np.zeros((_ROWS, columns), kind)
        self._places = [
            [pdfium.pointer(address) for address in pdfium.addresses(self._values, self._values.itemsize * place)]
            for place in range(places)
        ]

    def of(self, call: Any, *arguments: Sequence[Any]) -> tuple[NDArray[Any], list[Any]]:
        """What the call writes for each of the arguments, shape (n, columns), zeros where nothing; what it returns."""
        count = len(arguments[0])
        values = np.empty((count, self._values.shape[1]), self._values.dtype)
        results: list[Any] = []
        for start in range(0, count, _ROWS):
            end = min(start + _ROWS, count)
            self._values[: end - start] = 0
            asked = arguments if count <= _ROWS else [argument[start:end] for argument in arguments]
            results += map(call, *asked, *self._places)
            values[start:end] = self._values[: end - start]
        return values, results


class Room(threading.local):
    """The rows that reading a page needs; each thread has its own."""

    def __init__(self) -> None:
        self.boxes = Rows(np.float32, 4)
        self.origins = Rows(np.float64, 2, places=2)
        self.matrices = Rows(np.float32, 6)
        self.sizes = Rows(np.float32, 1)
        self.colors = Rows(np.uint32, 4, places=4)


ROOM = Room()
