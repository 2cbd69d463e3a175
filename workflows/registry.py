"""All workflows, for whoever runs or replays them. Workflows themselves never import this."""

from __future__ import annotations

from workflows.changed_profiles import ChangedProfiles
from workflows.company_research import CompanyResearch
from workflows.deliver_due import DeliverDue
from workflows.index_jobs import IndexJobs
from workflows.match_fanout import MatchFanout
from workflows.notify_user import NotifyUser
from workflows.rank_candidates import RankCandidates
from workflows.resume_analysis import ResumeAnalysis
from workflows.search_jobs import SearchJobs
from workflows.source_refresh import SourceRefresh
from workflows.upkeep import Erasure, Watchdog

WORKFLOWS = (
    ResumeAnalysis, SourceRefresh, CompanyResearch, MatchFanout, ChangedProfiles, RankCandidates, DeliverDue,
    NotifyUser, IndexJobs, SearchJobs, Erasure, Watchdog,
)  # fmt: skip
