"""Résumés made at random, with what each of them says: people, words, layouts and file formats that no rule has seen.

`python -m eval.generator --out DIR --count N --seed S` writes a folder that `vitaeflow eval parse --corpus DIR`
measures. It was written without looking at the rules of the reader, so that it stands for files of strangers.
"""
