"""Figure 7: a finished profile as a file."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import get_args

from adapters.documents import DocumentReader
from bench.figures import Figure, Size, median, percentile
from bench.product import SAMPLE, Product
from domain.exporting import ExportFormat, export
from domain.reading import read_resume
from schema.ids import new_id

_LIMITS: dict[ExportFormat, tuple[float, float]] = {
    "json": (1, 0.5), "csv": (5, 1), "pdf": (50, 15), "docx": (20, 10)
}  # fmt: skip


async def measure(product: Product, size: Size) -> list[Figure]:
    """Medians of the four formats, taken in turn, after one of each."""
    reader = DocumentReader(processes=1)
    try:
        document = await reader.read(SAMPLE.read_bytes(), SAMPLE.name)
    finally:
        await reader.close()
    profile, job_id, moment = read_resume(document, as_of=date(2026, 1, 1)), new_id(), datetime(2026, 1, 1, tzinfo=UTC)
    times: dict[ExportFormat, list[float]] = {fmt: [] for fmt in get_args(ExportFormat)}
    for fmt in times:
        export(profile, fmt, job_id=job_id, generated_at=moment)
    for _ in range(size.exports):
        for fmt, taken in times.items():
            started = time.perf_counter()
            export(profile, fmt, job_id=job_id, generated_at=moment)
            taken.append((time.perf_counter() - started) * 1000)
    return [
        Figure(
            f"export {fmt.upper()}, median", median(taken), "ms", *_LIMITS[fmt],
            note=f"p95 {percentile(taken, 95):.2f} ms, {len(taken)} of the sample's profile",
        )
        for fmt, taken in times.items()
    ]  # fmt: skip
