"""`python -m eval.training [--count N] [--report]`: train the line labeller; needs the extra `train`.

The recipe: N generated documents of seed 100, the résumés of the corpus twice, each document with headings unknown to
the lexicon at a chance of 0.4, 40 rounds of trees. The same recipe and versions give the same model, which is written
beside the reader. `--report` measures instead, on layouts left out, and writes `eval/training/report.md`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from eval.corpus import ROOT
from eval.generator.corpus import generate
from eval.training.data import Labelled, read
from eval.training.export import write
from eval.training.fit import fit
from eval.training.measure import REPORT, measure

SEED, TEST_SEED = 100, 1
"""Of the documents trained on, and of those measured on: other people, in layouts drawn anew."""
MODEL = Path(__file__).parents[2] / "domain" / "reading" / "labels.npz"


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=1500, help="how many documents to generate")
    parser.add_argument("--report", action="store_true", help="measure on layouts left out instead")
    args = parser.parse_args()
    ours = read(ROOT)
    made = generated(args.count, SEED)
    if args.report:
        REPORT.write_text(measure(ours, made, generated(max(args.count // 5, 1), TEST_SEED)), "utf-8")
        print(f"written: {REPORT}")
        return
    size = write(fit([*made, *ours, *ours]), MODEL)
    print(f"written: {MODEL}, {size} bytes, from {len(made)} generated documents and {len(ours)} of the corpus")


def generated(count: int, seed: int) -> list[Labelled]:
    """That many documents of a seed, read."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), count, seed)
        return read(Path(folder))


if __name__ == "__main__":
    main()
