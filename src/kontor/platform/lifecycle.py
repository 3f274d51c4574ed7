"""The life of a long piece of work."""

from __future__ import annotations

from kontor.kernel.lifecycle import Lifecycle, Step
from kontor.platform.models import RunState

RUN = Lifecycle(
    "a long piece of work",
    "platform_runreport",
    tuple(RunState.values),
    (
        Step((), "begin_run", RunState.RUNNING),
        Step((RunState.RUNNING,), "end_run", RunState.DONE),
        # A backup is written down when it is over.
        Step((), "record_backup", RunState.DONE),
        Step((), "record_backup", RunState.FAILED),
    ),
)
LIFECYCLES = (RUN,)
