"""A workflow that does what ours must not: it pulls in a module of the outside world."""

from __future__ import annotations

import httpcore
from temporalio import workflow


@workflow.defn
class Leaky:
    """Never run."""

    @workflow.run
    async def run(self) -> str:
        """The module is used, so that no linter takes it out."""
        return httpcore.__name__
