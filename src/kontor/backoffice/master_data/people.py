"""Users, roles and keys."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.messages import get_messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
)

from kontor.access.public import GrantTooMuch, LastOwner, check_grant, is_allowed, keep_owner, lock_people, rights_of
from kontor.access.tables import Role, User
from kontor.backoffice.access import actor_of, refuse
from kontor.backoffice.base import MasterAdmin
from kontor.backoffice.typed import read_id
from kontor.backoffice.words import RIGHT_WORDS, ROOM_WORDS
from kontor.channels.tables import Channel
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.platform.keep.audit import Change, record_changes


def _me(request: HttpRequest) -> User:
    """Return the person who asks, with what he may do before anything is changed."""
    # By number: in the form of his own login he may be called something else by now.
    return User.objects.prefetch_related("roles").get(pk=request.user.pk or 0)


class KeepsOwner:
    """A form after which nobody could change users and roles is refused whole."""

    def changeform_view(self, request: HttpRequest, *rest: Any, **more: Any) -> HttpResponse:
        """Save it, or say why not."""
        try:
            with transaction.atomic():
                if request.method == "POST":
                    lock_people()
                answer = super().changeform_view(request, *rest, **more)  # type: ignore[misc]
                if request.method == "POST":
                    keep_owner()
        except (LastOwner, GrantTooMuch) as refusal:
            list(get_messages(request))  # what was saved is not
            refuse(request, refusal)
            return redirect(request.path)
        return answer


@admin.register(User)
class KontorUserAdmin(KeepsOwner, UserAdmin, MasterAdmin):  # type: ignore[type-arg, misc]
    """Users and their roles."""

    form = UserChangeForm
    add_form = UserCreationForm
    # Whoever is added is to work here: he may log in, and what he may do his roles say.
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "password1",
                    "password2",
                    "first_name",
                    "last_name",
                    "email",
                    "language",
                    "roles",
                ),
            },
        ),
    )
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "roles")
    readonly_fields = ("new_password", "sign_in")
    fieldsets = (
        (None, {"fields": ("username", "new_password", "sign_in")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "roles")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Let a new person in."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Give no more than one has, and change nobody who has more."""
        giver = _me(request)
        before, held = rights_of(form.instance), set(form.instance.roles.all())
        super().save_related(request, form, formsets, change)
        after = rights_of(form.instance)
        if giver.pk != form.instance.pk:
            check_grant(giver, before | after)
        elif not all(is_allowed(before, right) for right in after):  # who makes himself less gives nothing
            raise GrantTooMuch
        else:
            gained = set(form.instance.roles.all()) - held
            check_grant(giver, {right for role in gained for right in role.capabilities})

    @admin.display(description=_("Password"))
    def new_password(self, user: User) -> SafeString:
        """Lead to the form that sets another one; the one there is shows nothing to anybody."""
        link = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a class="k-strong" href="{}">{}</a>', link, _("Set another password"))

    @admin.display(description=_("Login"))
    def sign_in(self, user: User) -> SafeString:
        """Lead to what protects the login, and where the person is logged in."""
        link = reverse("admin:person", args=[user.pk])
        return format_html('<a class="k-strong" href="{}">{}</a>', link, _("Second factor and sessions"))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Tick roles."""
        return super().formfield_for_manytomany(
            db_field, request, **{**more, "widget": UnfoldAdminCheckboxSelectMultipleWidget}
        )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a password, and write down who did it."""
        owner = User.objects.filter(pk=read_id(id)).first()
        try:
            check_grant(_me(request), rights_of(owner) if owner else ())
        except GrantTooMuch as refusal:
            refuse(request, refusal)
            return redirect("admin:access_user_changelist")
        if owner is not None and owner.pk == request.user.pk:
            return redirect("admin:password_change")  # one's own is changed by whoever knows it
        # Who merely sits at an open session gives nobody another password.
        raise_if_reauthentication_required(request, app="allauth.mfa")
        before = owner.password if owner else None
        answer = super().user_change_password(request, id, form_url)
        if before is not None and not User.objects.filter(pk=read_id(id), password=before).exists():
            record_changes(
                subject="user", verb="set_password", changes=[Change(read_id(id), None, None)], at=read_clock(),
                by=actor_of(request),
            )  # fmt: skip
        return answer


def _named_rows(model: type[Model]) -> list[tuple[int, str]]:
    rows: QuerySet[Any] = model._default_manager.all()
    return [(int(it.pk), str(it)) for it in rows.order_by("pk")]


def _ticks(label: Any, model: type[Model]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, choices=lambda: _named_rows(model),
        widget=UnfoldAdminCheckboxSelectMultipleWidget, help_text=_("None ticked: all of them."),
    )  # fmt: skip


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role; whoever may do all in a room may change it there. Its rights can be limited to channels, locations, companies."""

    channels = _ticks(_("Only these sales channels"), Channel)
    locations = _ticks(_("Only these locations"), Location)
    legal_entities = _ticks(_("Only these legal entities"), LegalEntity)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        held = self.initial.get("capabilities") or []
        self.initial["capabilities"] = [name.replace(":*", ":write") for name in held]


@admin.register(Role)
class RoleAdmin(KeepsOwner, MasterAdmin):
    """Roles and what they open."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Put nothing into a role that one does not have, and touch none that holds more: it would be taken from others."""
        held = Role.objects.filter(pk=obj.pk).values_list("capabilities", flat=True).first() or []
        check_grant(_me(request), {*held, *obj.capabilities})
        super().save_model(request, obj, form, change)

    form = RoleForm
    list_display = ("name", "opens")
    ordering = ("name",)

    @admin.display(description=_("Rights"))
    def opens(self, role: Role) -> str:
        """Say what it opens, room by room."""
        if "*" in role.capabilities:
            return str(_("Everything"))
        told = []
        for capability in sorted(role.capabilities):
            room, _sign, right = capability.partition(":")
            told.append(f"{ROOM_WORDS.get(room, room)}: {RIGHT_WORDS.get(right, RIGHT_WORDS['write'])}")
        return ", ".join(told)
