"""One form for every life: which states a thing has, and by which verb one leads to the next.

The table is the truth. A trigger refuses what it does not list (``kontor_guard_step``), and a test compares the two; verbs may
ask it before they move anything, the page of an order draws its buttons from it, and ``docs/reference/states.md`` is written from
it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Guard = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Step:
    """From these states this verb leads to that state, if the guards agree, and says so. No source: it begins there."""

    source: tuple[str, ...]
    verb: str
    target: str
    needs: tuple[Guard, ...] = ()
    says: type | None = None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The life of one kind of thing: ``of`` names it in a sentence, ``table`` is where its ``state`` stands."""

    of: str
    table: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]

    def step_of(self, verb: str) -> Step:
        """Return the step of a verb that leads to one state only."""
        (step,) = (step for step in self.steps if step.verb == verb)
        return step

    def allows(self, verb: str, state: str) -> bool:
        """Whether a verb may move what is in this state."""
        return any(step.verb == verb and state in step.source for step in self.steps)

    def verbs_from(self, state: str) -> list[str]:
        """Return the verbs that a state allows, each once."""
        return list(dict.fromkeys(step.verb for step in self.steps if state in step.source))

    def list_edges(self) -> list[tuple[str, str]]:
        """Return each pair of states of which one leads to the other, sorted."""
        pairs = {(source, step.target) for step in self.steps for source in step.source}
        return sorted((source, target) for source, target in pairs if source != target)

    def list_beginnings(self) -> list[str]:
        """Return the states in which a thing can begin."""
        return sorted({step.target for step in self.steps if not step.source})

    def list_ends(self) -> list[str]:
        """Return the states that nothing leaves."""
        left = {source for source, _target in self.list_edges()}
        return [state for state in self.states if state not in left]
