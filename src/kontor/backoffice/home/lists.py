"""Failed jobs, mails and the audit trail: shown, never changed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kontor.backoffice.base import ShownAdmin
from kontor.backoffice.shown import change_text, who_text
from kontor.messaging.tables import Message
from kontor.platform.models import AuditEntry, SetAside


@admin.register(SetAside)
class SetAsideAdmin(ShownAdmin):
    """Failed jobs, with retry."""

    list_display = ("event", "listener", "code", "reason", "attempts", "at", "buttons")
    list_filter = ("listener", "code")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SetAside]:
        """Show what is not settled."""
        return super().get_queryset(request).filter(closed_at=None).select_related("event")

    @display(description="")
    def buttons(self, kept: SetAside) -> SafeString:
        """Offer to try again."""
        return format_html(
            '<button class="k-button" form="k-post" formaction="{}">{}</button>',
            reverse("admin:failed_retry", args=[kept.id]), _("Retry"),
        )  # fmt: skip


@admin.register(Message)
class MessageAdmin(ShownAdmin):
    """The mailbox: what buyers were written."""

    list_display = ("subject", "recipient", "kind", "state", "written_at")
    list_filter = ("kind", "state", "language")
    search_fields = ("=recipient",)
    ordering = ("-id",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ShownAdmin):
    """The audit trail."""

    list_display = ("at", "who", "verb", "subject", "key", "change")
    fields = ("at", "who", "verb", "subject", "key", "change")
    readonly_fields = ("who", "change")
    list_filter = ("verb", "subject")
    ordering = ("-id",)

    @display(description=_("By"), ordering="by")
    def who(self, entry: AuditEntry) -> str:
        """Show who it was."""
        return who_text(entry.by)

    @display(description=_("Change"))
    def change(self, entry: AuditEntry) -> str:
        """Show what it changed."""
        return change_text(entry.before, entry.after)
