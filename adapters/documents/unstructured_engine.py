"""unstructured as the last engine for Word files, where the extra of that name is installed.

It is an extra because it is half a gigabyte, takes three seconds and 130 MB to load, and knows nothing of hidden text.
For PDF and pictures it wants models from the network at run time, so it is not asked about those at all.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
from collections.abc import Callable
from functools import cache
from typing import Any

from adapters.documents.draft import Draft
from schema.errors import UnreadableDocument

NAME = "unstructured"
_MODEL_LOADER = "_load_spacy_model"
"""No public name, but the one place that every use of the model goes through in the releases that the extra allows."""

# It reports each start to its makers and prints an advertisement unless told otherwise.
_QUIET = {"DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "1", "UNSTRUCTURED_DISABLE_NOTICE": "1"}


def engines() -> tuple[tuple[str, Callable[[bytes], Draft]], ...]:
    """The engine under its name, or nothing where it is not installed."""
    return ((NAME, read_docx),) if importlib.util.find_spec(NAME) else ()


def warm_up() -> None:
    """Load it, if it is installed, down to the last part: a parser process can load nothing later."""
    if engines():
        _partition()
        importlib.import_module("unstructured.nlp.tokenize").sent_tokenize("Ready.")


def read_docx(data: bytes) -> Draft:
    """The paragraphs, list items and tables of a Word file, without their look."""
    elements = _partition()(file=io.BytesIO(data), languages=["eng"], detect_language_per_element=False)
    draft = Draft()
    for element in elements:
        for line in _lines(element):
            draft.add(line, heading=element.category == "Title")
    if not draft.lines:
        raise UnreadableDocument("The third reader found no text either")
    return draft


def _lines(element: Any) -> list[str]:
    """A table's rows stand one below the other, its cells beside each other."""
    if element.category == "Table" and element.metadata.text_as_html:
        rows = importlib.import_module("lxml.html").fromstring(element.metadata.text_as_html).iter("tr")
        return ["\t".join(" ".join(cell.text_content().split()) for cell in row) for row in rows]
    mark = "• " if element.category == "ListItem" else ""
    return [mark + line for line in element.text.splitlines()]


@cache
def _partition() -> Callable[..., list[Any]]:
    """Its function for Word files, without the language model.

    The model is only used to tell a heading from prose, and is fetched from the network when it is not there. A blank
    pipeline cuts sentences by their full stops, which is all that remains to be done.
    """
    os.environ.update(_QUIET)
    partition: Callable[..., list[Any]] = importlib.import_module("unstructured.partition.docx").partition_docx
    tokenize, spacy = importlib.import_module("unstructured.nlp.tokenize"), importlib.import_module("spacy")
    if not hasattr(tokenize, _MODEL_LOADER):
        raise UnreadableDocument("This release of unstructured is not the one that its extra names")

    def blank() -> Any:
        pipeline = spacy.blank("xx")
        pipeline.add_pipe("sentencizer")
        return pipeline

    setattr(tokenize, _MODEL_LOADER, blank)
    return partition
