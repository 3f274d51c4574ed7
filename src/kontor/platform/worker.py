"""The worker: runs the jobs of the outbox and of the rooms."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from kontor.platform.environment import read_setting

# News first: everything that waits for them waits for an order.
QUEUES = ("news", "carriers", "documents", "mail", "sweep", "inbox", "channels", "payments", "clock")


def run_jobs(*, wait: bool) -> None:
    """Work on jobs until told to stop, or (``wait=False``) until none is left."""
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
