"""What a model call gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from schema.profile import Profile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of all calls that one result took, repair included; 0 where the endpoint does not count them."""

    prompt_tokens: int
    completion_tokens: int
    model: str
    """The model that answered, as the endpoint names it."""

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens, other.model
        )


@dataclass(frozen=True, slots=True)
class Structured(Generic[T]):
    """An answer read into its type. `cut` says that only the beginning of the text was given to the model."""

    value: T
    usage: Usage
    cut: bool


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A profile as a model proposes it: not yet checked against the text."""

    profile: Profile
    usage: Usage
