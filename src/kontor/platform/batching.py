"""Natural batching: what arrives while a batch commits forms the next one.

One writer thread per process takes all that waits, works on it in one transaction and answers each after the commit.
There is no timer: an idle writer starts at once with what it finds.
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

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Answer]], *, most: int, name: str) -> None:
        self._work = work
        self._most = most
        self._name = name
        self._waiting: SimpleQueue[_Waiting[Item, Answer] | None] = SimpleQueue()
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def submit(self, item: Item, *, timeout_s: float = 30) -> Answer:
        """Hand one item in and wait for its answer. Raises what the work raised, or TimeoutError."""
        if self._writer is None or not self._writer.is_alive():
            self._start()
        waiting: _Waiting[Item, Answer] = _Waiting(item)
        self._waiting.put(waiting)
        if not waiting.done.acquire(timeout=timeout_s):
            raise TimeoutError("the writer did not answer in time; the outcome is unknown")
        if waiting.failure is not None:
            raise waiting.failure
        return waiting.answer  # type: ignore[return-value]

    def stop(self) -> None:
        """End the writer once it has answered those who wait; the next call starts another."""
        with self._starting:
            writer, self._writer = self._writer, None
            if writer is not None:
                self._waiting.put(None)
                writer.join()

    def _start(self) -> None:
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, name=self._name, daemon=True)
                self._writer.start()

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
