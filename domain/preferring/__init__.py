"""What a person's own words and reactions do to a list of matches. Nothing here knows who the person is."""

from domain.preferring.likeness import Likeness, Traits, likeness
from domain.preferring.places import WantedPlace, wanted_place
from domain.preferring.reranking import Feedback, Move, Reranker

__all__ = ["Feedback", "Likeness", "Move", "Reranker", "Traits", "WantedPlace", "likeness", "wanted_place"]
