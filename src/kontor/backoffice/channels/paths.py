"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.channels import connecting, health, keys, quarantine, webhooks

PATHS = [
    path("channels/", health.health_page, name="channel_health"),
    path("channels/connect/", connecting.choose_connector, name="connect"),
    path("channels/connect/<slug:connector>/", connecting.connect_page, name="connect_one"),
    path("channels/<int:channel_id>/upload/", health.upload, name="channel_upload"),
    path("channels/<int:channel_id>/<slug:verb>/", health.press, name="channel_verb"),
    path("keys/", keys.show_keys, name="keys"),
    path("keys/enter/", keys.make_key, name="key_make"),
    path("keys/revoke/", keys.revoke_key, name="key_revoke"),
    path("webhooks/", webhooks.show_webhooks, name="webhooks"),
    path("webhooks/enter/", webhooks.enter_webhook, name="webhook_enter"),
    path("webhooks/<int:webhook_id>/", webhooks.show_deliveries, name="webhook"),
    path("webhooks/<int:webhook_id>/<slug:verb>/", webhooks.press_webhook, name="webhook_verb"),
    path("told/<int:intent_id>/retry/", health.retry_told, name="intent_retry"),
    path("told/<int:intent_id>/by-hand/", health.did_by_hand, name="intent_by_hand"),
    path("difference/<int:discrepancy_id>/repair/", health.repair, name="discrepancy_repair"),
    path("message/<int:message_id>/<slug:verb>/", quarantine.settle_message, name="message_verb"),
    path("failed/<int:set_aside_id>/retry/", quarantine.retry_failed, name="failed_retry"),
]
