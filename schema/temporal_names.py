"""Names that a Temporal server and every client of it must agree on: they stand here and nowhere else."""

from __future__ import annotations

SEARCH_ATTRIBUTES: tuple[str, ...] = ("VitaeUserId", "VitaeStage", "VitaeJobId")
"""All of type Keyword: the owner, the stage a run stands at, and the analysis or posting it is about."""

MAIN_QUEUE = "vitaeflow"
"""Workflows and the activities that are short or only talk to PostgreSQL."""

DOCUMENTS_QUEUE = "documents"
"""Reading files: processor time and memory, few at once."""

LLM_QUEUE = "llm"
"""Model calls: rate-limited for all workers together."""

VECTORS_QUEUE = "vectors"
"""Vector store: one process only when the store is embedded."""

RESUME_ANALYSIS = "ResumeAnalysis"
SOURCE_REFRESH = "SourceRefresh"
COMPANY_RESEARCH = "CompanyResearch"
MATCH_FANOUT = "MatchFanout"
CHANGED_PROFILES = "ChangedProfiles"
RANK_CANDIDATES = "RankCandidates"
INDEX_JOBS = "IndexJobs"
SEARCH_JOBS = "SearchJobs"
NOTIFY_USER = "NotifyUser"
DELIVER_DUE = "DeliverDue"
ERASURE = "Erasure"
WATCHDOG = "Watchdog"

CHANGED_PROFILES_ID = "match-changed-profiles"
"""One run at a time: whoever finds it running only wakes it."""

INDEX_JOBS_ID = "index-jobs"
"""One run at a time: whoever finds it running only wakes it."""

DELIVER_DUE_ID = "deliver-due"
"""One run at a time: it sleeps until somebody is due or it is woken."""

WATCHDOG_SCHEDULE = "watchdog"

WAKE_SIGNAL = "wake"
RETRY_FAILED_SIGNAL = "retry_failed"
PAUSE_SIGNAL = "pause"
RESUME_SIGNAL = "resume"


def analysis_workflow_id(job_id: object) -> str:
    """Of the workflow that carries one analysis."""
    return f"analysis-{job_id}"


def source_schedule_id(source_id: object) -> str:
    """Of the schedule that refreshes one source."""
    return f"source-{source_id}"


def company_workflow_id(company_id: object) -> str:
    """Of the look at one company."""
    return f"company-{company_id}"


def fanout_workflow_id(batch_id: object) -> str:
    """Of the fan-out of one batch."""
    return f"match-{batch_id}"


def ranking_workflow_id(user_id: object) -> str:
    """Of the ordering of one person's matches: one run at a time, whoever finds it running wakes it."""
    return f"rank-{user_id}"


def search_workflow_id(search_id: object) -> str:
    """Of one search among postings."""
    return f"search-{search_id}"


def notify_workflow_id(user_id: object, notification_id: object) -> str:
    """Of the delivery of one notification."""
    return f"notify-{user_id}-{notification_id}"


def erasure_workflow_id(kind: str, subject_id: object) -> str:
    """Of the erasure of one analysis, résumé or user."""
    return f"erase-{kind}-{subject_id}"
