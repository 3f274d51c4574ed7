"""The garbage collector of a server process."""

from __future__ import annotations

import gc


def calm_the_collector() -> None:
    """Let the garbage collector look at what is new only, and seldom: batches make many objects and few circles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
