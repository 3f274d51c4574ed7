"""What master data and shown data have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline

from kontor.backoffice.access import actor_of
from kontor.backoffice.fields import field_for
from kontor.backoffice.reach import DIVIDERS, is_divided, limits_of, within
from kontor.backoffice.shown import column_of
from kontor.backoffice.stale import (
    SECRET,
    SEEN,
    SEEN_ROWS,
    RowsChanged,
    guarded,
    mark_rows,
    write_seen,
    written_columns,
)
from kontor.kernel.clock import read_clock
from kontor.platform.keep.audit import Change, record_changes

# A part of a form: its title, why it is asked for, its fields.
Guided = tuple[str | Promise, str | Promise, tuple[str, ...]]


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than anybody turns pages: a million rows are found by searching, not by page 20,000."""

    MOST = 10_000

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, at most so many."""
        rows: Any = self.object_list
        return int(rows.order_by()[: self.MOST].count())


class Shown:
    """Lists and pages show figures as the reader writes them and words instead of names of the code."""

    model: type[Model]
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """List what is within the limits of the reader."""
        rows = super().get_queryset(request)  # type: ignore[misc]
        return within(request, self._right("read"), rows) if limits_of(request, self._right("read")) else rows

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Show a list to whom its room is open; to whom is limited only where its rows are of a channel, location or company."""
        return super().has_view_permission(request, obj) and self._is_reached(request, "read")  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever may change fewer rows than he sees changes none beyond them."""
        allowed = super().has_change_permission(request, obj) and self._is_reached(request, "write")  # type: ignore[misc]
        if not allowed or obj is None or not limits_of(request, self._right("write")):
            return bool(allowed)
        rows = type(obj)._default_manager.filter(pk=obj.pk)
        return bool(within(request, self._right("write"), rows).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever is limited adds what is of a channel, location or company of his, and none of these."""
        allowed = super().has_add_permission(request) and self._is_reached(request, "write")  # type: ignore[misc]
        return bool(allowed) and (self.model not in DIVIDERS or not limits_of(request, self._right("write")))

    def _right(self, kind: str) -> str:
        return f"{self.model._meta.app_label}:{kind}"

    def _is_reached(self, request: HttpRequest, kind: str) -> bool:
        limits = limits_of(request, self._right(kind))
        return not limits or is_divided(self.model, limits)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Show every column as it is read."""
        return [column_of(self.model, it) if isinstance(it, str) else it for it in super().get_list_display(request)]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Call a list by what it lists."""
        title = {"title": self.model._meta.verbose_name_plural, **(extra_context or {})}
        return super().changelist_view(request, title)  # type: ignore[misc]


class TypedInline(TabularInline):
    """Rows that belong to a master, with the same fields as everywhere."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Choose from lists, check check digits."""
        return field_for(db_field) or super().formfield_for_dbfield(db_field, request, **more)


def _only_of(rows: Any) -> Any:
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


class MasterAdmin(Shown, ModelAdmin):
    """Master data: edited in forms, every change in the audit trail, nothing deleted."""

    warn_unsaved_form = True
    # The fields in the order in which one sets the thing up: what a part is called, why it is asked for, its fields.
    guided: Sequence[Guided] = ()
    # Columns that no field stands for and that the form fills in itself.
    filled_in: Sequence[str] = ()
    change_form_before_template = "backoffice/master_data/seen.html"

    def get_form(self, request: HttpRequest, obj: Any = None, **told: Any) -> Any:
        """Write over nothing that was changed since the page was opened."""
        form = super().get_form(request, obj, **told)
        saves = told.get("change") and request.method == "POST"
        if not saves:
            return form
        inlines = self.get_inline_instances(request, obj)
        return guarded(form, request.POST.get(SEEN, ""), request.POST.get(SEEN_ROWS, ""), inlines)

    def render_change_form(self, request: HttpRequest, context: Any, *told: Any, **more: Any) -> Any:
        """Let the page bring back what it showed."""
        seen = {"seen_field": SEEN, "seen": write_seen(context["adminform"].form)}
        if (owner := context.get("original")) is not None:
            seen |= {"rows_field": SEEN_ROWS, "seen_rows": mark_rows(owner, self.get_inline_instances(request, owner))}
        return super().render_change_form(request, {**context, **seen}, *told, **more)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save no rows over others that somebody saved since the page was opened."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RowsChanged:
            messages.error(
                request,
                _("Somebody changed rows of this page since you opened it: look at them, and enter yours again."),
            )
            return redirect(request.get_full_path())

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Ask part by part, each with its reason."""
        if not self.guided:
            return super().get_fieldsets(request, obj)
        return [(title, {"fields": fields, "description": why}) for title, why, fields in self.guided]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Choose from lists, check check digits."""
        return field_for(db_field) or super().formfield_for_dbfield(db_field, request, **more)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Choose what there is only one of, where one has to be chosen."""
        field = super().formfield_for_foreignkey(db_field, request, **more)
        if field is not None and db_field.related_model in DIVIDERS:
            limits = limits_of(request, self._right("write"))
            if limits and is_divided(db_field.related_model, limits):
                field.queryset = within(request, self._right("write"), field.queryset)
        if field is not None and not db_field.null and field.initial is None:
            field.initial = lambda: _only_of(field.queryset)
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Masters are switched off, not deleted: old orders refer to them."""
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Save a form and write down what it changed."""
        with transaction.atomic():
            kept = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
            before = _facts(kept) if kept is not None else None
            if change:
                obj.save(update_fields=written_columns(obj, form, also=self.filled_in))
            else:
                super().save_model(request, obj, form, change)
            after = _facts(obj)
            record_changes(
                subject=str(obj._meta.model_name), verb="change_master" if change else "add_master",
                changes=[Change(obj.pk, before and {name: before[name] for name in after}, after)],
                at=read_clock(), by=actor_of(request),
            )  # fmt: skip

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save what hangs on a master, its rows and what it is linked to, and write that down too."""
        with transaction.atomic():
            owner = form.instance
            before = _links(owner)
            super().save_related(request, form, formsets, change)
            if (after := _links(owner)) != before:
                self._record("link_master", owner, before, after, request)
            for formset in formsets:
                for row, names in getattr(formset, "changed_objects", []):
                    told = _before(formset, row, names)
                    self._record("change_row", row, told, _facts(row), request)
                for row in getattr(formset, "new_objects", []):
                    self._record("add_row", row, None, _facts(row), request)
                for row in getattr(formset, "deleted_objects", []):
                    self._record("delete_row", row, _facts(row), None, request, key=owner.pk)

    def _record(
        self, verb: str, subject: Model, before: Any, after: Any, request: HttpRequest, *, key: int | None = None
    ) -> None:
        record_changes(
            subject=str(subject._meta.model_name), verb=verb, at=read_clock(), by=actor_of(request),
            changes=[Change(key or subject.pk, before, after)],
        )  # fmt: skip


def _before(formset: Any, row: Model, names: list[str]) -> dict[str, Any]:
    """Return what stood in the changed fields of a row when the form was opened."""
    form = next((it for it in formset.forms if it.instance is row), None)
    return {name: form.initial.get(name) for name in names} if form is not None else {}


def _facts(row: Model) -> dict[str, Any]:
    many = {field.name for field in row._meta.many_to_many}
    return {name: value for name, value in model_to_dict(row).items() if name not in SECRET | many}


def _links(row: Model) -> dict[str, list[str]]:
    """Return what a row is linked to many times: the roles of a person."""
    return {field.name: sorted(str(it) for it in getattr(row, field.name).all()) for field in row._meta.many_to_many}


class ShownAdmin(Shown, ModelAdmin):
    """What verbs write is shown here and never edited."""

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Show every field as it is read."""
        return [column_of(self.model, it) if isinstance(it, str) else it for it in super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """All of it is for reading."""
        shown = [column_of(self.model, field.name) for field in self.model._meta.fields]
        return [*super().get_readonly_fields(request, obj), *(it for it in shown if callable(it))]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False
