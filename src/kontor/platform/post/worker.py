"""The worker: runs the jobs of the outbox and of the rooms."""

from __future__ import annotations

import logging
import time
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from kontor.platform.start.environment import read_setting

# News first: everything that waits for them waits for an order.
QUEUES = ("news", "carriers", "documents", "mail", "bulk", "sweep", "inbox", "channels", "payments", "clock")


# A database that went away is asked for again after so long, at most after the longest.
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0

log = logging.getLogger("kontor.worker")


def run_jobs(*, wait: bool) -> None:
    """Work on jobs until told to stop, or (``wait=False``) until none is left. A database that goes away is waited for."""
    pause = FIRST_WAIT_S
    while True:
        begun = time.monotonic()
        try:
            _work(wait=wait)
            return
        except ConnectorException as failure:
            if not wait:
                raise
            # Whoever worked for a while was connected; the count of failures begins anew.
            pause = FIRST_WAIT_S if time.monotonic() - begun > LONGEST_WAIT_S else min(pause * 2, LONGEST_WAIT_S)
            log.warning("the database went away (%s); asked again in %.0f s", failure, pause)
            time.sleep(pause)


def _work(*, wait: bool) -> None:
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as ready:
        ready.run_worker(
            queues=list(QUEUES),
            concurrency=int(read_setting("KONTOR_WORKER_JOBS")),
            wait=wait,
            delete_jobs="successful",
            install_signal_handlers=wait,
            listen_notify=wait,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=20,
        )
