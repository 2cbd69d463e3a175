"""Words on the page that are addressed to a machine: flagged for whoever judges, and left in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from schema.document import Flag

_TARGET = r"(?:previous|prior|above|earlier|preceding|other|system|your)"
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules|guidelines|criteria)\b"
    rf"|\b(?:ignore|disregard|forget)\s+(?:all|everything)\s+{_TARGET}\b"
    r"|\b(?:give|assign|rate|score|rank|grade)\s+(?:this|the|me|him|her)\b[^.\n]{0,40}"
    r"\b(?:score|rating|rank|100|10/10|highest|top|perfect|best)\b"
    r"|\byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:ai|assistant|language\s+model|llm|chatbot|recruiter)\b"
    r"|\b(?:system|developer)\s+(?:prompt|message)\s*:"
    r"|\bdo\s+not\s+(?:mention|reveal|disclose)\s+(?:this|these)\s+(?:text|instructions?|prompt|message)\b"
    r"|\b(?:recommend|select|hire|shortlist)\s+(?:only\s+)?this\s+candidate\b"
    r"|\b(?:ignoriere|vergiss)\b[^.\n]{0,40}\b(?:anweisung|anweisungen|regeln)\b"
    r"|\bignor(?:e|ez|a|ar)\b[^.\n]{0,40}\b(?:instructions|consignes|instrucciones|instruções)\b"
    r"|\bzignoruj\b[^.\n]{0,40}\b(?:instrukcje|polecenia)\b"
    r"|\bbỏ\s+qua\b[^.\n]{0,40}\b(?:hướng\s+dẫn|chỉ\s+dẫn)\b"
    r"|忽略[^。\n]{0,20}(?:指令|指示|说明)|(?:指示|命令)を(?:無視|忘れ)"
    r"|<\|(?:im_start|system|endoftext)\|>|\[/?INST\]",
    re.IGNORECASE,
)
_DETAIL = "The text gives orders to whoever evaluates it"
_WORD = re.compile(r"[^\W\d_][\w+#.-]{2,}")
_MAX_LINE = 2_000
_MIN_REPEATS = 25
_MIN_SHARE = 0.3


def suspicious(texts: list[str]) -> list[Flag]:
    """Flags for instructions to a model and for words repeated far beyond prose; `texts` are the document's lines."""
    joined = "\n".join(text[:_MAX_LINE] for text in texts)
    flags = [
        Flag(kind="instructions_to_model", detail=_DETAIL, quote=match[0][:200])
        for match in list(_ORDERS.finditer(joined))[:5]
    ]
    # An order may run over a line's end.
    if not flags and (match := _ORDERS.search(joined.replace("\n", " "))):
        flags.append(
            Flag(
                kind="instructions_to_model",
                detail="The text gives orders to whoever evaluates it",
                quote=match[0][:200],
            )
        )
    return flags + _repetition(" ".join(texts))


def addressed_to_a_model(text: str) -> bool:
    """The text holds an instruction to a model."""
    return _ORDERS.search(text[:_MAX_LINE]) is not None


def orders_in_properties(properties: Mapping[str, str]) -> list[Flag]:
    """Flags for properties of a file, by name, that hold instructions to a model: no page shows them."""
    return [
        Flag(kind="metadata_only", detail=f"The property {name} gives orders to a model", quote=value[:200])
        for name, value in properties.items()
        if addressed_to_a_model(value)
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
