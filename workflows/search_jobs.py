"""SearchJobs: one question to the vector store of postings.

The process that answers requests cannot open the embedded store, which has one owner, the worker: so it asks by a run
of its own that ends within seconds, found or not. That is exact and fresh at any time. Lists of neighbours kept in
PostgreSQL would be one query to read, but would have to be mended for every posting that comes or goes, for each
audience, and could not be kept for people at all.
"""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.similar import SearchInput, SearchResult
    from schema.temporal_names import SEARCH_JOBS
    from workflows import options


@workflow.defn(name=SEARCH_JOBS)
class SearchJobs:
    """A request waits for it: nothing is parked, whoever asked asks again."""

    @workflow.run
    async def run(self, search: SearchInput) -> SearchResult:
        """Near postings."""
        result: SearchResult = await workflow.execute_activity(
            "search_jobs", search, result_type=SearchResult, **options.SEARCH
        )
        return result
