"""The tree of errors.

KontorError
├── Refused      the business says no; shown to the user, never logged as an error
├── NotFound     what was asked for is not there (or not visible to the one who asks)
├── Unavailable  the house cannot work at the moment; nothing is said of what was asked
└── Outside      a stranger failed
    ├── Retryable      try again later
    │   └── OutcomeUnknown  it may have done what we asked
    ├── Permanent      trying again changes nothing
    └── Misconfigured  somebody has to mend a setting

A class's docstring is its default message; its ``code`` is stable and part of the API. Everything else
that is raised is a bug and crashes.
"""

from __future__ import annotations

import inspect
from typing import ClassVar


class KontorError(Exception):
    """Something in Kontor went wrong."""

    code: ClassVar[str] = "kontor.error"

    def __init__(self, message: str = "", **facts: object) -> None:
        self.facts = facts
        told = inspect.cleandoc(type(self).__doc__ or "").split("\n\n")[0]
        self.message = message or " ".join(told.split())
        super().__init__(self.message)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.message} ({facts})" if facts else self.message


class Refused(KontorError):
    """This is not allowed in the present state."""

    code = "kontor.refused"


class NotFound(KontorError):
    """There is no such thing here."""

    code = "kontor.not_found"


class Unavailable(KontorError):
    """Kontor cannot work at the moment; nothing is wrong with what was asked. Ask again shortly, under the same key."""

    code = "kontor.unavailable"


class Outside(KontorError):
    """A system outside Kontor failed."""

    code = "kontor.outside"

    @property
    def after_s(self) -> float | None:
        """Return after how many seconds it wants to be asked again; nothing where it did not say."""
        told = self.facts.get("after_s")
        return None if told is None else float(str(told))


class Retryable(Outside):
    """A system outside Kontor did not answer; it is asked again later."""

    code = "kontor.outside_retryable"


class OutcomeUnknown(Retryable):
    """A system outside Kontor did not say whether it did what was asked; it is looked up before it is asked again."""

    code = "kontor.outside_unknown"


class Permanent(Outside):
    """A system outside Kontor refused; asking again changes nothing."""

    code = "kontor.outside_permanent"


class Misconfigured(Outside):
    """A setting or a credential for a system outside Kontor is wrong."""

    code = "kontor.misconfigured"
