"""CompanyResearch: facts of a company from its own pages, at most twice a year."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schema.companies import Researched, ResearchInput
    from schema.temporal_names import COMPANY_RESEARCH
    from workflows import options


@workflow.defn(name=COMPANY_RESEARCH)
class CompanyResearch:
    """One look at one company; its id keeps two looks at once apart."""

    @workflow.run
    async def run(self, research: ResearchInput) -> Researched:
        """How it ended."""
        found: Researched = await workflow.execute_activity(
            "research_company", research, result_type=Researched, **options.RESEARCH
        )
        workflow.set_current_details(f"{found.status}: {found.facts} facts on {found.pages} pages")
        return found
