"""Our own CSV back: one value a row, put together again under its path. Types other than text are not in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.formulas import undefused
from domain.importing.imported import Imported, Source
from domain.importing.json_resume import read_json_resume
from schema.bounded_json import pointer_token
from schema.profile import VitaeflowMeta

_NOT_THE_RESUME = frozenset({"export", "analysis", "meta", *VitaeflowMeta.model_fields})


def read_table(data: dict[str, Any]) -> Imported:
    """The résumé of the rows; what we said about it is left out, it is said anew. Raises InvalidResumeData."""
    tree: dict[str, Any] = {}
    sources: dict[str, tuple[Source, ...]] = {}
    for number, row in enumerate(data["rows"]):
        section = undefused(row.get("section", ""))
        if section in _NOT_THE_RESUME:
            continue
        field = undefused(row.get("field", ""))
        path = [section, *filter(None, [row.get("index", "")]), *(field.split(".") if field else [])]
        if _put(tree, path, undefused(row.get("value", ""))):
            sources["".join(f"/{pointer_token(key)}" for key in path)] = (Source(f"/rows/{number}/value"),)
    imported = read_json_resume({key: _lists(value) for key, value in tree.items()})
    imported.sources |= sources
    return imported


def _put(tree: dict[str, Any], path: list[str], value: str) -> bool:
    """Write a value below a path; False where the path leads through another value."""
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
        if not isinstance(tree, dict):
            return False
    return tree.setdefault(path[-1], value) is value


def _lists(value: Any) -> Any:
    """An object whose keys count from 0 was a list."""
    if not isinstance(value, Mapping):
        return value
    inner = {key: _lists(each) for key, each in value.items()}
    return list(inner.values()) if list(inner) == [str(index) for index in range(len(inner))] else inner
