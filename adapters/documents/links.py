"""Addresses behind words: what a link says when its text does not."""

from __future__ import annotations

import re

_TARGET = re.compile(r"(?:https?://|mailto:|tel:)[!-~]{3,300}", re.IGNORECASE)
_DECORATION = re.compile(r"^(?:https?://|mailto:|tel:)(?:www\.)?|[/?#]+$", re.IGNORECASE)
_LOOSE = re.compile(r"[\s\u00ad\u200b()]+")


def shown_target(uri: str, text: str) -> str | None:
    """The address to write after a link's text, or None if `text` already shows it or nobody could use it.

    `text` is all that a reader sees near it. Only web, mail and telephone addresses count; the latter two lose their
    scheme.
    """
    uri = uri.strip()
    if not _TARGET.fullmatch(uri):
        return None
    bare = _DECORATION.sub("", uri)
    if uri.lower().startswith(("mailto:", "tel:")):
        bare = bare.split("?")[0]
        digits = re.sub(r"\D", "", bare)
        if uri.lower().startswith("tel:") and digits[-7:] in re.sub(r"\D", "", text):
            return None
    if not bare or bare.lower() in text.lower() or _LOOSE.sub("", bare).lower() in _LOOSE.sub("", text).lower():
        return None
    return bare if uri.lower().startswith(("mailto:", "tel:")) else uri
