"""Workflows run in the sandbox of production, and nothing slips into it unnoticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from temporalio import workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.worker.workflow_sandbox._restrictions import UnintentionalPassthroughError

from tests.workflows import leaky
from workers.plugin import sandbox
from workflows.registry import WORKFLOWS

STRICT = workflow.SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH


def strict_sandbox() -> SandboxedWorkflowRunner:
    """The runner of production that also refuses modules which nobody named."""
    return SandboxedWorkflowRunner(restrictions=replace(sandbox().restrictions, import_notification_policy=STRICT))


def load(kind: type) -> None:
    """What a worker does with a workflow when it is built: load it into the sandbox and make an instance."""
    strict_sandbox().prepare_workflow(workflow._Definition.must_from_class(kind))


@pytest.mark.parametrize("kind", WORKFLOWS, ids=lambda kind: kind.__name__)
async def test_a_workflow_is_loaded_without_unnamed_modules(kind: type) -> None:
    """Only the workflow's own module is loaded anew for each run; all else is named or the language's own."""
    load(kind)


async def test_an_unnamed_module_is_refused() -> None:
    """The check above is able to fail."""
    with pytest.raises(UnintentionalPassthroughError, match="httpcore"):
        load(leaky.Leaky)
