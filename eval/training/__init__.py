"""How the line labeller of `domain/reading` is trained: roles of rows from truth, documents, boosted trees, export.

`python -m eval.training` trains anew and writes the model beside the reader; `--report` measures on layouts left out.
"""
