"""The evaluation kit: how well résumés are read, hostile files refused and people ranked, against floors.

`make eval` or `vitaeflow eval` runs it. The corpus in `eval/corpus` is made up: no person or employer in it exists.
"""
