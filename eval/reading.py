"""The résumés of the corpus through the real reader, and a digest of every profile for a second process to compare.

`python -m eval.reading ROOT FILE…` prints the digests of those files as JSON.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.documents import DocumentReader
from domain.reading import read_resume
from eval.corpus import AS_OF, Corpus, ResumeFile
from schema.document import Document
from schema.errors import VitaeflowError
from schema.profile import Profile

PROCESSES = 2

Progress = Callable[[str], None]
"""Called with the name of each file that is done."""


@dataclass(frozen=True)
class Reading:
    """What became of one file: a document and its profile, or the code of the error that refused it."""

    row: ResumeFile
    document: Document | None = None
    profile: Profile | None = None
    refused: str | None = None
    at: float = 0.0
    """Seconds from the start of the run to the answer."""

    @property
    def is_recognised(self) -> bool:
        """Text recognition read it, or a part of it."""
        return self.document is not None and "ocr:" in self.document.engine

    @property
    def digest(self) -> str:
        """SHA-256 of the profile as it would be written; of a refused file, the reason."""
        if self.profile is None:
            return f"refused: {self.refused}"
        return hashlib.sha256(json.dumps(self.profile.to_json_resume(), ensure_ascii=False).encode()).hexdigest()


async def read_files(corpus: Corpus, rows: Sequence[ResumeFile], progress: Progress = lambda _: None) -> list[Reading]:
    """All files, in order, by two parser processes."""
    async with DocumentReader(processes=PROCESSES) as reader:
        begun = time.perf_counter()

        async def read(row: ResumeFile) -> Reading:
            reading = replace(await _read(reader, corpus, row), at=time.perf_counter() - begun)
            progress(row.file)
            return reading

        return list(await asyncio.gather(*map(read, rows)))


async def _read(reader: DocumentReader, corpus: Corpus, row: ResumeFile) -> Reading:
    try:
        document = await reader.read(corpus.resume(row).read_bytes(), row.file)
        return Reading(row, document, read_resume(document, as_of=AS_OF))
    except VitaeflowError as error:
        return Reading(row, refused=error.code)


async def digests_elsewhere(corpus: Corpus, rows: Sequence[ResumeFile]) -> dict[str, str]:
    """File → digest, from another interpreter with another hash seed, time zone and language of its environment."""
    environment = os.environ | {"PYTHONHASHSEED": "20260601", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "eval.reading", str(corpus.root), *(row.file for row in rows),
        stdout=asyncio.subprocess.PIPE, env=environment, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    try:
        answer, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise VitaeflowError(f"The second reading ended with exit code {process.returncode}; its error stands above")
    found: dict[str, str] = json.loads(answer)
    return found


def main() -> None:
    """Print digests."""
    root, *names = sys.argv[1:]
    corpus = Corpus(Path(root))
    rows = [row for row in corpus.resumes if row.file in set(names)]
    readings = asyncio.run(read_files(corpus, rows))
    print(json.dumps({reading.row.file: reading.digest for reading in readings}))


if __name__ == "__main__":
    main()
