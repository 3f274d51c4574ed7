"""The tables of messaging, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.messaging.models import Message, MessageTemplate, Webhook, WebhookCall

__all__ = [
    "Message",
    "MessageTemplate",
    "Webhook",
    "WebhookCall",
]
