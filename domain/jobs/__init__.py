"""Postings of all boards in one form, their life, and what is wrong with the source they come from."""

from domain.jobs.canonical import canonicalise

__all__ = ["canonicalise"]
