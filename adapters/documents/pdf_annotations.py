"""Notes and form fields that lie on a PDF page without being shown."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.documents import pdfium

_HIDDEN, _NO_VIEW = 2, 32
_MAX_ANNOTATIONS = 2_000


def hidden_annotations(page: int) -> Iterator[str]:
    """What the page's hidden annotations say and its hidden fields hold."""
    for index in range(min(pdfium.annotation_count(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.get_annotation(page, index)
        if not annotation:
            continue
        try:
            if pdfium.annotation_flags(annotation) & (_HIDDEN | _NO_VIEW):
                yield from _texts(annotation)
        finally:
            pdfium.close_annotation(annotation)


def _texts(annotation: int) -> Iterator[str]:
    for key in (b"Contents", b"V"):
        if text := pdfium.text_of(pdfium.annotation_text, annotation, key, encoding="utf-16-le"):
            yield text
