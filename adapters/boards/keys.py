"""Keys of sources that want one: the operator's, never a user's."""

from __future__ import annotations

from dataclasses import dataclass

from schema.errors import Unprocessable
from schema.settings import Settings


@dataclass(frozen=True, slots=True, repr=False)
class SourceKeys:
    """What the settings hold; empty where the operator has no key. Its repr shows none of them."""

    usajobs_email: str = ""
    usajobs_key: str = ""
    adzuna_app_id: str = ""
    adzuna_app_key: str = ""

    @classmethod
    def of(cls, settings: Settings) -> SourceKeys:
        """The keys of this installation."""
        secrets = (settings.usajobs_key, settings.adzuna_app_key)
        usajobs, adzuna = (secret.get_secret_value() if secret else "" for secret in secrets)
        return cls(settings.usajobs_email or "", usajobs, settings.adzuna_app_id or "", adzuna)


def needed(kind: str, **values: str) -> tuple[str, ...]:
    """The values, in order. Raises Unprocessable that names the settings which are empty."""
    missing = [name.upper() for name, value in values.items() if not value]
    if missing:
        raise Unprocessable(
            f"A {kind} source needs a key, which is free: the operator sets {' and '.join(missing)}.", field="kind"
        )
    return tuple(values.values())
