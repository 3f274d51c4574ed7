"""The front door of messaging."""

from kontor.messaging.models import (
    MessageState,
)
from kontor.messaging.queries import MailRow, WrittenMail, get_mails, list_sent, list_stuck_mails, list_written
from kontor.messaging.rules import KEPT_UNTIL, KINDS, PLACEHOLDERS, next_try
from kontor.messaging.use_cases.claim_mail import claim_mail
from kontor.messaging.use_cases.keep_mails import keep_mails
from kontor.messaging.use_cases.put_back_mails import put_back_mails
from kontor.messaging.use_cases.record_mail import record_mail
from kontor.messaging.use_cases.send_again import send_again
from kontor.messaging.use_cases.write_messages import Letter, write_messages

__all__ = [
    "KEPT_UNTIL",
    "KINDS",
    "PLACEHOLDERS",
    "Letter",
    "MailRow",
    "MessageState",
    "WrittenMail",
    "claim_mail",
    "get_mails",
    "keep_mails",
    "list_sent",
    "list_stuck_mails",
    "list_written",
    "next_try",
    "put_back_mails",
    "record_mail",
    "send_again",
    "write_messages",
]
