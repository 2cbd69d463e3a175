"""What one reading has worked out once: many rules ask the same of the same few words of a document.

Answers are kept while a document is read and forgotten when it is done, so no words of a résumé stay behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 2048
"""Answers per function: a page asks for some hundred; a longer file loses the oldest."""

_clear: list[Callable[[], None]] = []


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """A pure function of hashable arguments that works out each answer once a reading; callers must not change it."""
    kept = lru_cache(maxsize=_MOST)(function)
    _clear.append(kept.cache_clear)
    return cast(Callable[P, T], kept)


@contextmanager
def one_reading() -> Iterator[None]:
    """Forgets at its end whatever was remembered.

    Readings in other threads only lose time by it: they work out anew what they still need.
    """
    try:
        yield
    finally:
        forget()


def forget() -> None:
    """Forget whatever was remembered."""
    for clear in _clear:
        clear()
