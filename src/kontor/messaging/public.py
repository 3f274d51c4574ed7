"""The front door of messaging."""

from kontor.messaging.calls import call_webhook
from kontor.messaging.errors import WebhookTaken, WebhookUnknown, WebhookWrong
from kontor.messaging.events import AlarmRaised
from kontor.messaging.models import (
    MessageState,
)
from kontor.messaging.queries import (
    DeliveryRow,
    MailRow,
    WebhookRow,
    WrittenMail,
    find_order_of,
    get_mails,
    get_webhook,
    list_deliveries,
    list_due_deliveries,
    list_due_webhooks,
    list_kinds_told,
    list_sent,
    list_stuck_mails,
    list_told_webhooks,
    list_webhooks,
    list_written,
    lock_webhook,
    name_next,
    read_secret,
)
from kontor.messaging.rules import (
    BUYER_KINDS,
    GOES_BACK,
    GOES_TO,
    HOW_TO_PAY,
    KEPT_UNTIL,
    KINDS,
    PLACEHOLDERS,
    TO_ACCOUNT,
    VOUCHER_LINE,
    find_built_in,
    list_unknown_placeholders,
    next_try,
    parcel_line,
    sign_webhook,
)
from kontor.messaging.use_cases.claim_mail import claim_mail
from kontor.messaging.use_cases.forget_list_files import forget_list_files
from kontor.messaging.use_cases.keep_mails import keep_mails
from kontor.messaging.use_cases.put_back_mails import put_back_mails
from kontor.messaging.use_cases.record_mail import record_mail
from kontor.messaging.use_cases.send_again import send_again
from kontor.messaging.use_cases.webhooks.add_deliveries import NewDelivery, add_deliveries
from kontor.messaging.use_cases.webhooks.claim_delivery import claim_delivery
from kontor.messaging.use_cases.webhooks.drop_webhook import drop_webhook
from kontor.messaging.use_cases.webhooks.forget_deliveries import forget_deliveries
from kontor.messaging.use_cases.webhooks.keep_webhook import WebhookFacts, keep_webhook
from kontor.messaging.use_cases.webhooks.record_delivery import Outcome, record_delivery
from kontor.messaging.use_cases.webhooks.repeat_deliveries import repeat_deliveries
from kontor.messaging.use_cases.webhooks.stop_webhook import stop_webhook
from kontor.messaging.use_cases.webhooks.try_webhook import TRIAL, try_webhook
from kontor.messaging.use_cases.write_messages import Letter, write_messages

__all__ = [
    "BUYER_KINDS",
    "GOES_BACK",
    "GOES_TO",
    "HOW_TO_PAY",
    "KEPT_UNTIL",
    "KINDS",
    "PLACEHOLDERS",
    "TO_ACCOUNT",
    "TRIAL",
    "VOUCHER_LINE",
    "AlarmRaised",
    "DeliveryRow",
    "Letter",
    "MailRow",
    "MessageState",
    "NewDelivery",
    "Outcome",
    "WebhookFacts",
    "WebhookRow",
    "WebhookTaken",
    "WebhookUnknown",
    "WebhookWrong",
    "WrittenMail",
    "add_deliveries",
    "call_webhook",
    "claim_delivery",
    "claim_mail",
    "drop_webhook",
    "find_built_in",
    "find_order_of",
    "forget_deliveries",
    "forget_list_files",
    "get_mails",
    "get_webhook",
    "keep_mails",
    "keep_webhook",
    "list_deliveries",
    "list_due_deliveries",
    "list_due_webhooks",
    "list_kinds_told",
    "list_sent",
    "list_stuck_mails",
    "list_told_webhooks",
    "list_unknown_placeholders",
    "list_webhooks",
    "list_written",
    "lock_webhook",
    "name_next",
    "next_try",
    "parcel_line",
    "put_back_mails",
    "read_secret",
    "record_delivery",
    "record_mail",
    "repeat_deliveries",
    "send_again",
    "sign_webhook",
    "stop_webhook",
    "try_webhook",
    "write_messages",
]
