"""Forms of articles: what the verbs would refuse is said at the field."""

from __future__ import annotations

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.refusals import refusal_text
from kontor.catalog.public import KitRefused, check_kit_tax, find_alike, list_kits_taxed
from kontor.kernel.errors import KontorError


class KitPartForms(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Says at once what the verb would refuse: a kit with another rate than its parts."""

    def clean(self) -> None:
        """Compare the tax classes of the parts with that of the kit's article."""
        super().clean()
        kept = [it.cleaned_data for it in self.forms if it.is_valid() and not it.cleaned_data.get("DELETE")]
        given_parts = [given["part"] for given in kept if given.get("part")]
        parts = {part.product.tax_class for part in given_parts}
        if any(part.is_kit or part.pk == self.instance.pk for part in given_parts) or (
            self.instance.is_kit and not given_parts
        ):
            raise forms.ValidationError(refusal_text(KitRefused()))
        product = getattr(self.instance, "product", None) if self.instance.product_id else None
        if parts and product is not None:
            try:
                check_kit_tax(kit=product.tax_class, parts=parts)
            except KontorError as refusal:
                raise forms.ValidationError(refusal_text(refusal)) from None


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """An article whose rate fits the kits that it is, and that it is in."""

    def clean_tax_class(self) -> str:
        """Judge every kit anew with this class."""
        wanted = str(self.cleaned_data["tax_class"])
        for kit, parts in list_kits_taxed(self.instance.id, tax_class=wanted) if self.instance.id else ():
            try:
                check_kit_tax(kit=kit, parts=parts)
            except KontorError as refusal:
                raise forms.ValidationError(refusal_text(refusal)) from None
        return wanted


class SkuForm(forms.ModelForm):  # type: ignore[type-arg]
    """A SKU whose number can be seen, and typed."""

    def clean_code(self) -> str:
        """Refuse signs that nobody sees, and a new number that differs from another one in capitals alone."""
        code = str(self.cleaned_data["code"]).strip()
        if not code or any(unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cs", "Zl", "Zp") for sign in code):
            raise forms.ValidationError(_("A number has letters, figures and signs that can be seen."))
        if code != self.initial.get("code") and (taken := find_alike(code)) and taken != self.initial.get("code"):
            raise forms.ValidationError(_("The article number %(taken)s is taken.") % {"taken": taken})
        return code
