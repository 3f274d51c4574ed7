"""The tables of messaging, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.messaging.models import Message, MessageTemplate, Webhook, WebhookDelivery

__all__ = [
    "Message",
    "MessageTemplate",
    "Webhook",
    "WebhookDelivery",
]
