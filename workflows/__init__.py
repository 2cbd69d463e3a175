"""Orchestration only: order, time-outs, retries, signals, fan-out."""

from workflows.changed_profiles import ChangedProfiles
from workflows.match_fanout import MatchFanout
from workflows.notify_user import NotifyUser
from workflows.resume_analysis import ResumeAnalysis
from workflows.source_refresh import SourceRefresh
from workflows.upkeep import Erasure, Watchdog

WORKFLOWS = (ResumeAnalysis, SourceRefresh, MatchFanout, ChangedProfiles, NotifyUser, Erasure, Watchdog)

__all__ = [
    "WORKFLOWS",
    "ChangedProfiles",
    "Erasure",
    "MatchFanout",
    "NotifyUser",
    "ResumeAnalysis",
    "SourceRefresh",
    "Watchdog",
]
