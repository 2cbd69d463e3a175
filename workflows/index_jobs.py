"""IndexJobs: the vector store of postings brought in line with the record, in batches, until nothing is due."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.similar import Indexed, IndexInput
    from schema.temporal_names import INDEX_JOBS, WAKE_SIGNAL
    from workflows import options


@workflow.defn(name=INDEX_JOBS)
class IndexJobs:
    """At most one run at a time. The record says what is due: a run that was ended loses nothing, the next goes on."""

    def __init__(self) -> None:
        self._woken = True

    @workflow.signal(name=WAKE_SIGNAL, description="Postings came, changed or went")
    def wake(self) -> None:
        """Another look is due."""
        self._woken = True

    @workflow.run
    async def run(self, batch: IndexInput) -> Indexed:
        """How many postings were stored and forgotten."""
        total = Indexed()
        while self._woken:
            self._woken = False
            done: Indexed = await workflow.execute_activity(
                "index_jobs", batch, result_type=Indexed, **options.INDEX_JOBS
            )
            total = Indexed(stored=total.stored + done.stored, forgotten=total.forgotten + done.forgotten)
            workflow.set_current_details(f"{total.stored} stored, {total.forgotten} forgotten")
            batch = batch.model_copy(update={"first": False})
            self._woken = self._woken or done.more
            if self._woken and workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(batch)
        return total
