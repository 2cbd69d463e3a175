"""False alarms: words of ordinary files that are called hidden."""

from __future__ import annotations

from collections.abc import Sequence

from eval.figures import Figure, Part, Table
from eval.reading import Reading

_SHOWN = 10
_PER = 1_000


def add_alarms(part: Part, readings: Sequence[Reading]) -> None:
    """How many words of ordinary PDFs, which hide nothing, are called hidden."""
    words, called, where = 0, 0, []
    for each in readings:
        document = each.document
        if document is None or each.row.format != "pdf":
            continue
        words += len(_telling(document.text))
        quotes = [flag.quote for flag in document.flags if flag.kind == "hidden_text"]
        if quotes:
            called += len(_telling(" ".join(quotes)))
            where.append(each.row.file)
    share = round(_PER * called / max(1, words), 3)
    part.figures.append(Figure(f"words called hidden, per {_PER:,}", share, better="less", slack=0.1))
    rows = [("words of PDFs", words, ""), ("called hidden", called, ", ".join(where[:_SHOWN]))]
    note = "Words of two letters or digits and more, in files that hide nothing."
    part.tables.append(Table("False alarms for hidden words", ("what", "words", "where"), rows, note))


def _telling(text: str) -> list[str]:
    return [word for word in text.split() if sum(c.isalnum() for c in word) >= 2]
