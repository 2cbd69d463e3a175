"""`python -m eval.generator --out DIR --count N --seed S [--formats pdf docx …] [--langs en de …]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.generator.corpus import FORMATS, generate
from eval.generator.locale import languages


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(prog="python -m eval.generator", description="Résumés made at random, with truth.")
    parser.add_argument("--out", type=Path, required=True, help="folder of the corpus")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same files")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--langs", nargs="+", choices=languages(), default=list(languages()))
    args = parser.parse_args()
    generate(args.out, args.count, args.seed, args.formats, args.langs)


if __name__ == "__main__":
    main()
