"""A corpus of a few files of the real one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eval.corpus import ROOT, Corpus

FILES = {".txt": 1, ".docx": 1, ".pdf": 2}
HOSTILE = 3


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Four files that can be read and a scan, three hostile ones, and all jobs."""
    root, whole = tmp_path_factory.mktemp("corpus"), Corpus()
    for folder in ("resumes/files", "hostile"):
        (root / folder).mkdir(parents=True)
    for folder in ("resumes/truth", "resumes/text", "jobs"):
        (root / folder).symlink_to(ROOT / folder)
    (root / "resumes/people.json").symlink_to(ROOT / "resumes/people.json")
    digital = [row for row in whole.resumes if not row.scanned]
    rows = [row for ending, n in FILES.items() for row in [r for r in digital if r.file.endswith(ending)][:n]]
    rows.append(next(row for row in whole.resumes if row.scanned))
    for row in rows:
        shutil.copy(whole.resume(row), root / "resumes/files")
    (root / "resumes/index.json").write_text(json.dumps([row.model_dump() for row in rows]))
    for hostile in whole.hostile[:HOSTILE]:
        shutil.copy(whole.hostile_file(hostile.file), root / "hostile")
    (root / "hostile/expected.json").write_text(json.dumps([row.model_dump() for row in whole.hostile[:HOSTILE]]))
    return Corpus(Path(root))
