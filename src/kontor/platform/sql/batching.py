"""Natural batching: what arrives while a batch commits forms the next one.

A writer thread takes all that waits, works on it in one transaction and answers each after the commit. There is no
timer: an idle writer starts at once with what it finds. A second writer thinks while the first waits for the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from django.db import connections

from kontor.kernel.errors import KontorError

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class BatchFailed(Exception):
    """The work on a batch raised; each that waited gets a failure of its own, with the same cause."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Item, Answer]):
    item: Item
    # Called in the writer's thread, once: with the answer, or with what was raised.
    done: Callable[[Answer | None, BaseException | None], None]


class Batcher(Generic[Item, Answer]):
    """Joins the calls of many threads into batches for ``work``, which answers every item in order."""

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Answer]], *, most: int, name: str, writers: int = 2
    ) -> None:
        self._work = work
        self._most = most
        self._wanted = writers
        self._name = name
        self._waiting: SimpleQueue[_Waiting[Item, Answer] | None] = SimpleQueue()
        self._writers: list[threading.Thread] = []
        self._starting = threading.Lock()

    def hand_in(self, item: Item, done: Callable[[Answer | None, BaseException | None], None]) -> None:
        """Hand one item in; ``done`` is called with its answer or its failure, in another thread."""
        with self._starting:  # never between the last item and the end of the writers
            self._waiting.put(_Waiting(item, done))
            if not self._writers:
                self._writers = [
                    threading.Thread(target=self._write, name=f"{self._name}-{number}", daemon=True)
                    for number in range(self._wanted)
                ]
                for writer in self._writers:
                    writer.start()

    def submit(self, item: Item, *, timeout_s: float = 30) -> Answer:
        """Hand one item in and wait for its answer. Raises what the work raised, or TimeoutError."""
        answered: SimpleQueue[tuple[Answer | None, BaseException | None]] = SimpleQueue()
        self.hand_in(item, lambda answer, failure: answered.put((answer, failure)))
        try:
            answer, failure = answered.get(timeout=timeout_s)
        except Empty:
            raise TimeoutError("the writer did not answer in time; the outcome is unknown") from None
        if failure is not None:
            raise failure
        return answer  # type: ignore[return-value]

    def stop(self) -> None:
        """End the writers once they have answered those who wait; the next call starts others."""
        with self._starting:
            writers, self._writers = self._writers, []
            for _ in writers:
                self._waiting.put(None)
            for writer in writers:
                writer.join()

    def _write(self) -> None:
        try:
            while (first := self._waiting.get()) is not None:
                batch = [first]
                while len(batch) < self._most and (waiting := self._next()) is not None:
                    batch.append(waiting)
                self._answer(batch)
        finally:
            connections.close_all()

    def _next(self) -> _Waiting[Item, Answer] | None:
        try:
            waiting = self._waiting.get_nowait()
        except Empty:
            return None
        if waiting is None:
            self._waiting.put(None)  # the end is for the outer loop
        return waiting

    def _answer(self, batch: Sequence[_Waiting[Item, Answer]]) -> None:
        try:
            answers = self._work([waiting.item for waiting in batch])
        except BaseException as failure:  # noqa: BLE001 - everybody who waits must hear of it
            for waiting in batch:
                waiting.done(None, _own(failure))
            return
        for waiting, answer in zip(batch, answers, strict=True):
            waiting.done(answer, None)


def _own(failure: BaseException) -> BaseException:
    """Return a failure that one thread alone raises: a traceback grows where an exception is raised in several."""
    if isinstance(failure, KontorError):
        own = type(failure)(failure.message, **failure.facts)
        own.__cause__ = failure
        return own
    wrapped = BatchFailed(repr(failure))
    wrapped.__cause__ = failure
    return wrapped
