"""What master data and shown data have in common."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from kontor.backoffice.access import actor_of
from kontor.kernel.clock import read_clock
from kontor.platform.audit import Change, record_changes


class MasterAdmin(ModelAdmin):
    """Master data: edited in forms, every change in the audit trail, nothing deleted."""

    warn_unsaved_form = True
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Masters are switched off, not deleted: old orders refer to them."""
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Save a form and write down what it changed."""
        with transaction.atomic():
            kept = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
            before = model_to_dict(kept) if kept is not None else None
            super().save_model(request, obj, form, change)
            after = {name: value for name, value in model_to_dict(obj).items() if name not in {"password", "roles"}}
            record_changes(
                subject=str(obj._meta.model_name), verb="change_master" if change else "add_master",
                changes=[Change(obj.pk, before and {name: before[name] for name in after}, after)],
                at=read_clock(), by=actor_of(request),
            )  # fmt: skip


class ShownAdmin(ModelAdmin):
    """What verbs write is shown here and never edited."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False
