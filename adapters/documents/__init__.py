"""Bytes to Document: `DocumentReader` reads every file in a parser process of its own."""

from adapters.documents.reader import DocumentReader

__all__ = ["DocumentReader"]
