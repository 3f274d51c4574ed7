"""The front door of messaging."""

from kontor.messaging.models import Message, MessageState, MessageTemplate
from kontor.messaging.rules import KINDS, PLACEHOLDERS
from kontor.messaging.use_cases.write_messages import SEND_TASK, Letter, write_messages

__all__ = [
    "KINDS",
    "PLACEHOLDERS",
    "SEND_TASK",
    "Letter",
    "Message",
    "MessageState",
    "MessageTemplate",
    "write_messages",
]
