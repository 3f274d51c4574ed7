"""Natural batching: what arrives while a batch commits forms the next one.

A writer thread takes all that waits, works on it in one transaction and answers each after the commit. There is no
timer: an idle writer starts at once with what it finds. A second writer thinks while the first waits for the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from django.db import connections

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class _Waiting(Generic[Item, Answer]):
    __slots__ = ("answer", "done", "failure", "item")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.answer: Answer | None = None
        self.failure: BaseException | None = None
        self.done = threading.Lock()
        self.done.acquire()


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

    def submit(self, item: Item, *, timeout_s: float = 30) -> Answer:
        """Hand one item in and wait for its answer. Raises what the work raised, or TimeoutError."""
        if not self._writers:
            self._start()
        waiting: _Waiting[Item, Answer] = _Waiting(item)
        self._waiting.put(waiting)
        if not waiting.done.acquire(timeout=timeout_s):
            raise TimeoutError("the writer did not answer in time; the outcome is unknown")
        if waiting.failure is not None:
            raise waiting.failure
        return waiting.answer  # type: ignore[return-value]

    def stop(self) -> None:
        """End the writers once they have answered those who wait; the next call starts others."""
        with self._starting:
            writers, self._writers = self._writers, []
            for _ in writers:
                self._waiting.put(None)
            for writer in writers:
                writer.join()

    def _start(self) -> None:
        with self._starting:
            if not self._writers:
                writers = [
                    threading.Thread(target=self._write, name=f"{self._name}-{number}", daemon=True)
                    for number in range(self._wanted)
                ]
                for writer in writers:
                    writer.start()
                self._writers = writers

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
            for waiting, answer in zip(batch, answers, strict=True):
                waiting.answer = answer
        except BaseException as failure:  # noqa: BLE001 - every waiting thread must hear of it
            for waiting in batch:
                waiting.failure = failure
        for waiting in batch:
            waiting.done.release()
