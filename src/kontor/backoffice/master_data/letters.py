"""What buyers are written."""

from __future__ import annotations

from django.contrib import admin

from kontor.backoffice.base import MasterAdmin
from kontor.messaging.tables import MessageTemplate


@admin.register(MessageTemplate)
class MessageTemplateAdmin(MasterAdmin):
    """Message templates."""

    list_display = ("kind", "language", "subject")
