"""`python -m bench [name…] [--quick]`: measure, print one table, write docs/benchmarks.md.

The page is written by a full run only: some of the figures, or quick ones, are for looking at.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import analyses, changes, delivery, exports, fanout, model_cost, polling, reading, sockets, takeover
from bench.figures import QUICK, Figure, Size
from bench.product import Product
from bench.report import PAGE, show, write_page

MEASUREMENTS: dict[str, Callable[[Product, Size], Awaitable[list[Figure]]]] = {
    "analyses": analyses.measure,
    "polling": polling.measure,
    "sockets": sockets.measure,
    "takeover": takeover.measure,
    "exports": exports.measure,
    "fanout": fanout.measure,
    "changes": changes.measure,
    "delivery": delivery.measure,
}

ALONE: dict[str, Callable[[Size], Awaitable[list[Figure]]]] = {
    "reading": reading.measure,
    "model_cost": model_cost.measure,
}
"""What needs no servers."""
NAMES = [*MEASUREMENTS, *ALONE]


async def run(names: list[str], size: Size) -> list[Figure]:
    """Each measurement on servers of its own, one after the other."""
    figures = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        if name in ALONE:
            figures += await ALONE[name](size)
            continue
        with tempfile.TemporaryDirectory(prefix="vitaeflow-bench-") as directory:
            async with Product(Path(directory), allow_private_targets=["127.0.0.1"]) as product:
                figures += await MEASUREMENTS[name](product, size)
    return figures


def main() -> int:
    """0 when everything that must be reached is reached, else 1."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="default: all", metavar="name")
    parser.add_argument("--quick", action="store_true", help="small sizes: does it work, not how fast is it")
    arguments = parser.parse_args()
    started = time.monotonic()
    figures = asyncio.run(run(arguments.names or NAMES, QUICK if arguments.quick else Size()))
    show(figures)
    if not arguments.names and not arguments.quick:
        write_page(figures, "make bench", time.monotonic() - started)
        print(f"written: {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}")
    return int(any(figure.reached == "short" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
