"""`.env.example`, made from the settings: `python -m schema.env_example > .env.example`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from schema.settings import DEFAULT_SECRET, Settings

_HEAD = """\
# Every setting, with its default. Copy to .env and take the # from the lines that you change.
# Real environment variables win over this file.
"""


def render() -> str:
    """The whole file: one comment and one line per setting, in the order of the class."""
    return _HEAD + "".join(f"\n{entry}" for entry in _entries())


def _entries() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"# {field.description}\n{_assignment(name.upper(), field)}\n"


def _assignment(name: str, field: FieldInfo) -> str:
    """A secret that must be set is an open line; everything else is commented out, so that defaults stay defaults."""
    default = field.get_default()
    if isinstance(default, SecretStr) and default.get_secret_value() == DEFAULT_SECRET:
        return f"{name}="
    return f"#{name}={_written(default)}"


def _written(value: Any) -> str:
    """A value as it stands in an environment variable."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value.as_posix() if isinstance(value, Path) else str(value)


if __name__ == "__main__":
    sys.stdout.write(render())
