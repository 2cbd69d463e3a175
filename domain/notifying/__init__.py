"""When somebody is told, and what a message says. Pure: clocks, rows and channels are the callers'."""

from domain.notifying.digest import make_digest
from domain.notifying.message import bounded, channel_message
from domain.notifying.schedule import is_quiet, next_due
from domain.notifying.unsubscribing import channel_of_token, unsubscribe_token

__all__ = [
    "bounded",
    "channel_message",
    "channel_of_token",
    "is_quiet",
    "make_digest",
    "next_due",
    "unsubscribe_token",
]
