"""The front door of messaging."""

from kontor.messaging.calls import call_webhook
from kontor.messaging.errors import WebhookTaken, WebhookUnknown, WebhookWrong
from kontor.messaging.models import (
    MessageState,
)
from kontor.messaging.queries import (
    CallRow,
    MailRow,
    WebhookRow,
    WrittenMail,
    get_mails,
    get_webhook,
    list_calls,
    list_due_calls,
    list_due_webhooks,
    list_sent,
    list_stuck_mails,
    list_webhooks,
    list_written,
    lock_webhook,
    read_secret,
)
from kontor.messaging.rules import KEPT_UNTIL, KINDS, PLACEHOLDERS, next_try, sign_webhook
from kontor.messaging.use_cases.add_calls import NewCall, add_calls
from kontor.messaging.use_cases.claim_call import claim_call
from kontor.messaging.use_cases.claim_mail import claim_mail
from kontor.messaging.use_cases.drop_webhook import drop_webhook
from kontor.messaging.use_cases.forget_calls import forget_calls
from kontor.messaging.use_cases.keep_mails import keep_mails
from kontor.messaging.use_cases.keep_webhook import WebhookFacts, keep_webhook
from kontor.messaging.use_cases.put_back_mails import put_back_mails
from kontor.messaging.use_cases.record_call import Outcome, record_call
from kontor.messaging.use_cases.record_mail import record_mail
from kontor.messaging.use_cases.repeat_calls import repeat_calls
from kontor.messaging.use_cases.send_again import send_again
from kontor.messaging.use_cases.write_messages import Letter, write_messages

__all__ = [
    "KEPT_UNTIL",
    "KINDS",
    "PLACEHOLDERS",
    "CallRow",
    "Letter",
    "MailRow",
    "MessageState",
    "NewCall",
    "Outcome",
    "WebhookFacts",
    "WebhookRow",
    "WebhookTaken",
    "WebhookUnknown",
    "WebhookWrong",
    "WrittenMail",
    "add_calls",
    "call_webhook",
    "claim_call",
    "claim_mail",
    "drop_webhook",
    "forget_calls",
    "get_mails",
    "get_webhook",
    "keep_mails",
    "keep_webhook",
    "list_calls",
    "list_due_calls",
    "list_due_webhooks",
    "list_sent",
    "list_stuck_mails",
    "list_webhooks",
    "list_written",
    "lock_webhook",
    "next_try",
    "put_back_mails",
    "read_secret",
    "record_call",
    "record_mail",
    "repeat_calls",
    "send_again",
    "sign_webhook",
    "write_messages",
]
