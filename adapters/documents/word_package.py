"""The package around a DOCX's text: relations between its parts, dates, and what it would run or fetch."""

from __future__ import annotations

import re

from adapters.documents.draft import Draft
from adapters.documents.package import Package, local
from adapters.documents.suspicion import orders_in_properties
from schema.document import Flag

Relations = dict[str, tuple[str, str, bool]]
"""Relation id to (kind, target inside the package or address, external)."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def relations(package: Package, name: str, folder: str = "") -> Relations:
    """Relation id to (kind, target inside the package or address, external)."""
    root = package.parse(name)
    found: Relations = {}
    for relation in root if root is not None else ():
        kind = (relation.get("Type") or "").rpartition("/")[2]
        target = relation.get("Target") or ""
        external = relation.get("TargetMode") == "External"
        if not external:
            target = target[1:] if target.startswith("/") else f"{folder}/{target}" if folder else target
        found[relation.get("Id") or ""] = (kind, target, external)
    return found


def link_targets(parts: Relations) -> dict[str, str]:
    """Addresses of hyperlinks by relation id."""
    return {key: target for key, (kind, target, external) in parts.items() if kind == "hyperlink" and external}


def about_the_file(package: Package, parts: Relations, package_relations: Relations, draft: Draft) -> None:
    """Date and active content: remote templates, embedded objects, macros."""
    core = next((t for k, t, _ in package_relations.values() if k == "core-properties"), "docProps/core.xml")
    root = package.parse(core)
    dates = {local(item): item.text or "" for item in root} if root is not None else {}
    found = _DATE.match(dates.get("modified") or dates.get("created") or "")
    draft.modified = found[0] if found else None
    draft.flags += orders_in_properties(dates)
    settings = relations(package, "word/_rels/settings.xml.rels")
    external = {kind for kind, _, outside in [*parts.values(), *settings.values()] if outside} - {"hyperlink", "image"}
    embedded = {kind for kind, _, _ in parts.values()} & {"oleObject", "package", "control", "vbaProject", "aFChunk"}
    if found_kinds := sorted(external | embedded):
        detail = f"The document refers to {', '.join(found_kinds)}; nothing was fetched or run"
        draft.flags.append(Flag(kind="active_content", detail=detail))
    if any(".." in name.split("/") or name.startswith("/") for name in package.names):
        draft.flags.append(
            Flag(kind="active_content", detail="The archive names files outside itself; nothing was written")
        )
