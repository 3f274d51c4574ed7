"""The life of a letter to a buyer."""

from __future__ import annotations

from kontor.kernel.lifecycle import Lifecycle, Step
from kontor.messaging.models import MessageState

_QUEUED, _SENDING, _FAILED = MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED

LETTER = Lifecycle(
    "a letter to a buyer",
    "messaging_message",
    tuple(MessageState.values),
    (
        Step((), "write_messages", _QUEUED),
        # Where no mail server is set, the mailbox page is all there is.
        Step((_QUEUED,), "keep_mails", MessageState.KEPT),
        Step((_QUEUED,), "claim_mail", _SENDING),
        Step((_SENDING,), "record_mail", MessageState.SENT),
        Step((_SENDING,), "record_mail", _FAILED),
        # Its worker died; nobody knows whether it left.
        Step((_SENDING,), "put_back_mails", _FAILED),
        Step((_FAILED,), "put_back_mails", _QUEUED),
        Step((_FAILED, MessageState.KEPT), "send_again", _QUEUED),
    ),
)
LIFECYCLES = (LETTER,)
