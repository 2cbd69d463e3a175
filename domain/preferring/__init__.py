"""What a person's own words and reactions do to a list of matches. Nothing here knows who the person is."""

from domain.preferring.filters import filter_parameters
from domain.preferring.likeness import Traits, in_common, likeness
from domain.preferring.places import WantedPlace, wanted_place
from domain.preferring.reranking import Feedback, Move, Reranker
from domain.preferring.table import NEWEST

__all__ = [
    "NEWEST",
    "Feedback",
    "Move",
    "Reranker",
    "Traits",
    "WantedPlace",
    "filter_parameters",
    "in_common",
    "likeness",
    "wanted_place",
]
