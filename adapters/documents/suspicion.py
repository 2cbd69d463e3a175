"""Words on the page that are addressed to a machine: flagged for whoever judges, and left in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from adapters.documents.orders import orders_in
from schema.document import Flag

_DETAIL = "The text gives orders to whoever evaluates it"
_WORD = re.compile(r"[^\W\d_][\w+#.-]{2,}")
_MAX_LINE = 2_000
_MAX_ORDERS = 5
_MIN_REPEATS = 25
_MIN_SHARE = 0.3


def suspicious(texts: list[str]) -> list[Flag]:
    """Flags for instructions to a model and for words repeated far beyond prose; `texts` are the document's lines."""
    joined = "\n".join(text[:_MAX_LINE] for text in texts)
    # An order may run over a line's end; where none does so, none stands within a line either.
    over_lines = orders_in(joined.replace("\n", " "))
    orders = (orders_in(joined) or over_lines) if over_lines else []
    flags = [Flag(kind="instructions_to_model", detail=_DETAIL, quote=order[:200]) for order in orders[:_MAX_ORDERS]]
    return flags + _repetition(" ".join(texts))


def orders_in_properties(properties: Mapping[str, str]) -> list[Flag]:
    """Flags for properties of a file, by name, that hold instructions to a model: no page shows them."""
    if not orders_in("\n".join(value[:_MAX_LINE] for value in properties.values())):
        return []
    return [
        Flag(kind="metadata_only", detail=f"The property {name} gives orders to a model", quote=value[:200])
        for name, value in properties.items()
        if orders_in(value[:_MAX_LINE])
    ]


def _repetition(text: str) -> list[Flag]:
    """Several longer words, each again and again: stuffing. A single one may be an employer's name."""
    words = Counter(word.lower() for word in _WORD.findall(text) if len(word) > 3)
    total = sum(words.values())
    repeated = [word for word, count in words.most_common(100) if count >= _MIN_REPEATS]
    if len(repeated) < 3 or sum(words[word] for word in repeated) < total * _MIN_SHARE:
        return []
    detail = f"{len(repeated)} words occur {_MIN_REPEATS} times or more"
    return [Flag(kind="repeated_text", detail=detail, quote=" ".join(repeated)[:200])]
