"""One call of a model per person over their best matches: what it is told, what of its answer counts, what it costs."""

from domain.ranking.brief import Brief, Candidate, brief
from domain.ranking.order import Place, Ranked, places
from domain.ranking.prices import Price, price_of, reservation

__all__ = ["Brief", "Candidate", "Place", "Price", "Ranked", "brief", "places", "price_of", "reservation"]
