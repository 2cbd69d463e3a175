"""The lock files: complete, hash-checked, and silent about where packages were fetched from."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, list[Requirement]]:
    """Package name to its pins; a package may be pinned once per platform."""
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / lock).read_text().splitlines():
        if line[:1].isalnum():
            pin = Requirement(line.rstrip(" \\"))
            found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_or_a_hash(lock: str) -> None:
    """No index, no path, no host: nothing but exact versions with at least one hash each."""
    lines = (ROOT / lock).read_text().splitlines()
    for line, following in pairwise([*lines, ""]):
        pin = re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.+]+( ; [^\\/]+)? \\", line)
        assert pin or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
        assert following.startswith("    --hash=") == line.endswith("\\"), line


@pytest.mark.parametrize(("lock", "with_dev"), [(LOCKS[0], False), (LOCKS[1], True)])
def test_the_locks_satisfy_the_project(lock: str, with_dev: bool) -> None:
    """Whoever adds a dependency runs `make lock`; this says so when they forgot."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = ["ocr", "dev"] if with_dev else ["ocr"]
    wanted = project["dependencies"] + [text for extra in extras for text in project["optional-dependencies"][extra]]
    locked = pins(lock)
    for text in wanted:
        requirement = Requirement(text)
        versions = [
            next(iter(pin.specifier)).version
            for pin in locked.get(canonicalize_name(requirement.name), [])
            if pin.marker is None or pin.marker.evaluate()
        ]
        assert any(requirement.specifier.contains(version) for version in versions), f"{text}: run `make lock`"


def test_development_runs_on_the_versions_of_the_product() -> None:
    """What is tested is what is installed elsewhere."""
    development = pins(LOCKS[1])
    for name, product in pins(LOCKS[0]).items():
        assert {str(pin) for pin in product} <= {str(pin) for pin in development[name]}
