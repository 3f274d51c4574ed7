"""Legal entities, their registrations abroad and their logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminURLInputWidget,
)

from kontor.backoffice.base import MasterAdmin, TypedInline
from kontor.backoffice.fields import clean_postal_code
from kontor.backoffice.reach import limits_of
from kontor.backoffice.refusals import problem_text, refusal_text
from kontor.kernel.clock import read_clock
from kontor.legal_entities.public import ON_PAPERS, find_lacking_on_papers
from kontor.legal_entities.tables import LegalEntity, TaxRegistration
from kontor.platform.keep.pictures import MOST_BYTES, PictureRefused, store_picture


class TaxRegistrationInline(TypedInline):
    """VAT ids of a legal entity abroad."""

    model = TaxRegistration


class LegalEntityForm(forms.ModelForm):  # type: ignore[type-arg]
    """A legal entity with its logo as a file."""

    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )
    logo_file = forms.FileField(label=_("Logo (PNG)"), required=False, widget=UnfoldAdminFileFieldWidget)

    class Meta:
        """All but the logo, which comes as a file."""

        model = LegalEntity
        exclude = ("logo",)

    def clean(self) -> dict[str, Any]:
        """Check what belongs together."""
        told = super().clean() or {}
        clean_postal_code(self, told)
        lacking = find_lacking_on_papers(**{name: told.get(name) or "" for name in ON_PAPERS})
        if self.errors.keys() & {"vat_id", "tax_number"}:
            lacking.pop("tax_number", None)
        for name, what in lacking.items():
            if name not in self.errors:
                self.add_error(name, problem_text(what))
        return told

    def clean_logo_file(self) -> Any:
        """Refuse what cannot be put on a paper, before anything is saved."""
        sent = self.cleaned_data.get("logo_file")
        if sent:
            try:
                self.instance.logo = store_picture(sent.read(MOST_BYTES + 1), name=sent.name, at=read_clock())
            except PictureRefused as refusal:
                raise forms.ValidationError(refusal_text(refusal)) from None
        return sent


@admin.register(LegalEntity)
class LegalEntityAdmin(MasterAdmin):
    """Legal entities."""

    form = LegalEntityForm
    filled_in = ("logo",)
    guided = (
        (
            _("The company"), _("Under this name you sell; it stands on every paper."),
            ("code", "name", "country", "currency", "timezone"),
        ),
        (
            _("Address"), _("Every invoice needs it; buyers answer to the mail address."),
            ("street", "postal_code", "city", "email", "phone", "website"),
        ),
        (
            _("Taxes"), _("Every invoice needs the VAT id or the tax number."),
            ("vat_id", "tax_number", "small_business", "oss", "checks_vat_ids"),
        ),
        (
            _("Account"), _("Buyers who pay beforehand or on account are told it, and refunds leave from it."),
            ("bank", "iban", "bic", "payment_days"),
        ),
        (
            _("Papers"), _("What the law wants to read on letters of a registered company, and how they look."),
            ("register", "managers", "logo_file", "footer"),
        ),
        (
            _("Second person"), _("Above this amount nobody gives money back, corrects an invoice or issues a voucher alone."),
            ("four_eyes_above",),
        ),
        (_("Books"), _("Your tax adviser tells you these."), ("chart", "datev_consultant", "datev_client")),
    )  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever is limited to channels or locations of a company reads it, and changes nothing that holds for all of it."""
        narrow = any(it.channels or it.locations for it in limits_of(request, "legal_entities:write"))
        return super().has_change_permission(request, obj) and not narrow

    inlines = (TaxRegistrationInline,)
