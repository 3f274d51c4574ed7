"""Write down what became of messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.platform.sql.bulk import execute


@dataclass(frozen=True, slots=True)
class MessageOutcome:
    """What became of a message: taken in, or in quarantine under a named reason."""

    message_id: int
    code: str = ""
    problem: str = ""


_CLOSE = """
UPDATE channels_inboundmessage message
   SET state = CASE WHEN outcome.code = '' THEN 'done' ELSE 'quarantined' END,
       code = outcome.code, problem = outcome.problem, attempts = attempts + 1,
       closed_at = CASE WHEN outcome.code = '' THEN %s::timestamptz END
  FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS outcome(id, code, problem)
 WHERE message.id = outcome.id
"""


def record_message_outcomes(*, outcomes: Sequence[MessageOutcome], at: datetime) -> None:
    """A message is either taken in or in quarantine with a reason; nothing is skipped in silence."""
    if outcomes:
        execute(
            _CLOSE,
            [at, [outcome.message_id for outcome in outcomes], [outcome.code for outcome in outcomes],
             [outcome.problem for outcome in outcomes]],
        )  # fmt: skip
