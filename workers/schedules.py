"""Schedules that the product itself needs, made at every start if they are not there."""

from __future__ import annotations

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from schema.analysis import WatchdogInput
from schema.settings import Settings
from schema.temporal_names import MAIN_QUEUE, WATCHDOG, WATCHDOG_SCHEDULE


async def ensure_watchdog(client: Client, settings: Settings) -> None:
    """Create the watchdog's schedule, or bring it up to date with the settings."""
    schedule = Schedule(
        action=ScheduleActionStartWorkflow(
            WATCHDOG,
            WatchdogInput(stuck_seconds=settings.stuck_seconds),
            id=WATCHDOG_SCHEDULE,
            task_queue=MAIN_QUEUE,
            static_summary="look for analyses without a workflow and erasures that never began",
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=timedelta(seconds=settings.watchdog_seconds))]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(minutes=1)),
    )

    async def update(_: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(schedule=schedule)

    try:
        await client.create_schedule(WATCHDOG_SCHEDULE, schedule)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(WATCHDOG_SCHEDULE).update(update)
