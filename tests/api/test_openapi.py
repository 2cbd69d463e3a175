"""The OpenAPI document: stable names, examples, and answers as it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.test_ownership import DOCUMENT
from tests.world import User, World

OPERATION_IDS = Path(__file__).with_name("operation_ids.txt")
WITH_EXAMPLES = (
    "Accepted",
    "Analysis",
    "Channel",
    "Delivery",
    "Job",
    "Login",
    "Match",
    "NewAnalysis",
    "NewApiKey",
    "NewChannel",
    "NewSource",
    "Notification",
    "Problem",
    "Registration",
    "Resume",
    "Session",
    "Source",
    "Started",
    "User",
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# they end the account that the run uses, or call addresses of other people
NOT_AT_RANDOM = ["delete_me", "create_source"]


def operations() -> list[dict[str, Any]]:
    """Every operation of the document."""
    return [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]


def test_operation_ids_are_unique_and_stable() -> None:
    """Generated clients name their methods by them: a change here breaks somebody's code."""
    ids = [operation["operationId"] for operation in operations()]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == OPERATION_IDS.read_text().split()


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_main_models_have_examples(name: str) -> None:
    """An example for each, and every property of it is one of the model's."""
    model = DOCUMENT["components"]["schemas"][name]
    example = model["example"]
    assert set(example) <= set(model["properties"])
    nullable = {name for name, value in model["properties"].items() if {"type": "null"} in value.get("anyOf", [])}
    assert set(model.get("required", [])) - nullable <= set(example)


def test_every_operation_says_what_it_does() -> None:
    """A tag, a summary and a description each; errors are problems."""
    for operation in operations():
        assert operation["tags"], operation
        assert operation["description"], operation
        for status, answer in operation["responses"].items():
            if status.startswith("4"):
                assert list(answer["content"]) == ["application/problem+json"], (operation["operationId"], status)


async def test_the_document_is_served(world: World) -> None:
    """What the API answers is this document."""
    async with httpx.AsyncClient(base_url=world.urls[0]) as http:
        assert (await http.get("/openapi.json")).json() == DOCUMENT


schema = schemathesis.openapi.from_dict(DOCUMENT).exclude(operation_id=NOT_AT_RANDOM)


@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_documented(case: schemathesis.Case[Any], caller: User) -> None:
    """Valid and invalid requests made from the document: no 5xx, and status, type and body as it says."""
    headers = {"Authorization": caller.headers["authorization"]}
    case.call_and_validate(base_url=str(caller.base_url).rstrip("/"), headers=headers, checks=CHECKS, timeout=10)
