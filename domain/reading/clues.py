"""How much a text looks like a role, an employer, a school or a degree: by its words, their endings, legal forms."""

from __future__ import annotations

import re

from domain.reading.lexicon import lexicon, words
from domain.reading.memory import remembered

_LEGAL = re.compile(
    r"(?:^|[\s,])(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|gmbh|ag|kg|kgaa|ug|ohg|gbr|e\.\s?v|se|s\.?a\.?s|s\.?a\.?r\.?l|"
    r"sarl|sas|sasu|eurl|sa|s\.?a|s\.?l|s\.?l\.?u|srl|s\.?r\.?l|s\.?p\.?a|ltda|lda|eireli|me|sp\.\s?z\s?o\.\s?o|sp\.\s?j|s\.?c|b\.?v|n\.?v|ab|oy|as|"
    r"a/s|pty|pte|jsc|tnhh|k\.?k)\.?$",
    re.IGNORECASE,
)  # fmt: skip
_LONGEST_FORM = 20
"""Characters at the end of a name in which its legal form stands: all have fewer."""
_LEGAL_WORDS = re.compile(r"株式会社|有限会社|合同会社|有限公司|集团|công ty|gmbh\s*&\s*co", re.IGNORECASE)
_FIRM = re.compile(r"\S\s+[&+]\s+\S|['’]s$|^(?:The|La|Le|Les|El|Los|Die|Das|Der)\s+[A-ZÀ-Þ]")
_DOER = re.compile(
    r"\w{2}(?:er|or|eer|ist|ian|ant|ess|man|woman|keeper|"  # en
    r"erin|orin|istin|eurin|antin|entin|leitung|kraft|mann|frau|"  # de
    r"eur|euse|trice|ier|ière|iste|ien|ienne|ante|"  # fr
    r"dor|dora|ero|era|ista|ario|aria|eiro|eira|"  # es, pt
    r"ik|istka|arz|arka|orka|erka|owy|owa|nik|niczka)"  # pl
)
"""How words for people who do something end: weak evidence for a role nobody has listed."""


@remembered
def _has_legal_form(text: str) -> bool:
    return _LEGAL.search(text, max(0, len(text) - _LONGEST_FORM)) is not None or _LEGAL_WORDS.search(text) is not None


@remembered
def title_score(text: str) -> float:
    """How much a piece looks like a role (0 to 1.5)."""
    if _has_legal_form(text):
        return 0.0
    found, tokens = lexicon().words["titles"], words(text)
    if not found.count(text):
        ends = {tokens[0], tokens[-1]} if tokens else set()
        return 0.4 if any(_DOER.fullmatch(token) for token in sorted(ends)) else 0.0
    edges = found.positions(tokens)
    return 1.5 if not edges or edges[-1][1] == len(tokens) or edges[0][0] == 0 else 1.0


@remembered
def company_score(text: str) -> float:
    """How much a piece looks like an employer (0 to 1.5)."""
    if _has_legal_form(text):
        return 1.5
    lex = lexicon()
    if lex.words["organisations"].count(text) or lex.words["schools"].count(text):
        return 1.0
    return 0.4 if _FIRM.search(text) else 0.0


@remembered
def school_score(text: str) -> float:
    """How much a piece looks like a school (0 to 1.2)."""
    return float(lexicon().words["schools"].count(text) > 0) + 0.2 * min(1.0, company_score(text))


@remembered
def degree_score(text: str) -> float:
    """How much a piece looks like a degree (0 to 1.4)."""
    found = lexicon().words["degrees"]
    positions = found.positions(words(text))
    if positions:
        return 1.4 if positions[0][0] == 0 else 1.0
    return 1.0 if found.count(text) else 0.0


def work_evidence(text: str) -> float:
    """How much a row reads like the head of a job (0 to 1.5)."""
    return max(title_score(text), company_score(text))


def education_evidence(text: str) -> float:
    """How much a row reads like the head of a course of study (0 to 1.4)."""
    return max(school_score(text), degree_score(text))
