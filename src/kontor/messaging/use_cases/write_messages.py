"""Write messages to buyers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.kernel.text import marked as _
from kontor.messaging.calls import call_mails
from kontor.messaging.models import Message, MessageState
from kontor.messaging.queries import list_wordings
from kontor.messaging.rules import fill_placeholders, is_one_address, one_line
from kontor.platform.sql.bulk import insert_rows

NO_ADDRESS = _("This is no mail address: correct it at the order, then send the mail again.")


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, in which language, about what. ``reference`` names the cause: one message per kind and cause. ``files`` are the
    SHA-256 of what goes with it.
    """

    reference: str
    order_id: int | None
    recipient: str
    language: str
    values: Mapping[str, str]
    files: tuple[str, ...] = ()


def write_messages(*, kind: str, letters: Sequence[Letter], at: datetime) -> int:
    """A buyer hears of each cause once, in the buyer's language; without an address nothing is written, and what is no address
    waits for somebody who knows it.

    Returns how many messages are new; they are sent by a job after the commit.
    """
    known = [letter for letter in letters if letter.recipient]
    wrong = [not is_one_address(letter.recipient) for letter in known]
    wordings = list_wordings(kind, {letter.language for letter in known})
    written = insert_rows(
        Message,
        {
            "kind": kind,
            "reference": [letter.reference for letter in known],
            "order_id": [letter.order_id for letter in known],
            "language": [letter.language for letter in known],
            "recipient": [one_line(letter.recipient) for letter in known],
            "subject": [
                one_line(fill_placeholders(wordings[letter.language].subject, letter.values))[:200] for letter in known
            ],
            "body": [fill_placeholders(wordings[letter.language].body, letter.values) for letter in known],
            "files": [json.dumps(letter.files) for letter in known],
            "state": [str(MessageState.FAILED if it else MessageState.QUEUED) for it in wrong],
            "problem": [NO_ADDRESS if it else "" for it in wrong],
            "written_at": at,
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    if written:
        call_mails([row[0] for row in written])
    return len(written)
