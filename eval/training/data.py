"""Rows with roles, of generated documents and of the corpus."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from adapters.documents import DocumentReader
from domain.reading.gutter import unfold
from domain.reading.labels import ROLES
from domain.reading.row_features import NAMES, features, known_kinds
from domain.reading.sections import Row, rows_of
from eval.corpus import Corpus, ResumeFile
from eval.training.roles import by_blocks, by_truth
from schema.document import Document
from schema.errors import VitaeflowError

DROPOUT = 0.4
"""Share of documents whose headings are as if no lexicon knew them."""


@dataclass(frozen=True)
class Labelled:
    """A document's rows and their roles; None where truth does not tell."""

    layout: str
    person: str
    rows: list[Row]
    roles: list[str | None]


def read(root: Path) -> list[Labelled]:
    """All documents of a corpus that can be read; generated ones say what each line is."""
    corpus = Corpus(root)
    documents = asyncio.run(_documents(corpus))
    found = []
    for row, document in documents:
        rows = unfold(rows_of(document), document.text)
        told = root / "resumes" / "roles" / row.truth
        if told.is_file():
            roles = by_blocks(rows, json.loads(told.read_text("utf-8")))
        else:
            roles = by_truth(rows, corpus.truth(row))
        if rows:
            found.append(Labelled(row.theme, row.person, rows, roles))
    return found


async def _documents(corpus: Corpus) -> list[tuple[ResumeFile, Document]]:
    async with DocumentReader(processes=2) as reader:

        async def one(row: ResumeFile) -> tuple[ResumeFile, Document] | None:
            try:
                return row, await reader.read(corpus.resume(row).read_bytes(), row.file)
            except VitaeflowError:
                return None

        rows = [row for row in corpus.resumes if not row.scanned]
        return [each for each in await asyncio.gather(*map(one, rows)) if each]


def table(
    documents: Sequence[Labelled], *, dropout: float = 0.0, seed: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(features, role numbers) of all rows that have a role; with `dropout`, headings of that share are not known."""
    rng = Random(seed)
    parts, roles = [np.zeros((0, len(NAMES)), np.float32)], []
    for each in documents:
        kinds = known_kinds(each.rows)
        if rng.random() < dropout:
            kinds = [0] * len(kinds)
        kept = [at for at, role in enumerate(each.roles) if role]
        parts.append(features(each.rows, kinds)[kept])
        roles += [ROLES.index(each.roles[at] or "") for at in kept]
    return np.vstack(parts), np.array(roles, np.int64)
