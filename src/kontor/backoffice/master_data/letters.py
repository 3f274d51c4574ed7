"""What buyers are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from kontor.backoffice.base import MasterAdmin
from kontor.backoffice.words import MAIL_WORDS
from kontor.messaging.public import BUYER_KINDS, PLACEHOLDERS, find_built_in, list_unknown_placeholders
from kontor.messaging.tables import MessageTemplate

_LANGUAGES = (("de", _("German")), ("en", _("English")))


class MessageTemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A wording of the merchant's own: of a mail that there is, with placeholders that there are."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: [(it, MAIL_WORDS[it]) for it in BUYER_KINDS], widget=UnfoldAdminSelectWidget
    )
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, widget=UnfoldAdminSelectWidget)

    class Meta:
        """All of it."""

        model = MessageTemplate
        fields = ("kind", "language", "subject", "body")

    def clean(self) -> dict[str, Any]:
        """Refuse what would stand in the mail as nothing."""
        told = super().clean() or {}
        for name in ("subject", "body"):
            if unknown := list_unknown_placeholders(told.get(name) or ""):
                fault = _("There is no such placeholder: %(names)s.") % {"names": ", ".join(unknown)}
                self.add_error(name, fault)
        return told


@admin.register(MessageTemplate)
class MessageTemplateAdmin(MasterAdmin):
    """Message templates."""

    form = MessageTemplateForm
    list_display = ("kind_in_words", "language", "subject")

    @admin.display(description=_("Kind"))
    def kind_in_words(self, row: MessageTemplate) -> str:
        """Return which mail it is."""
        return str(MAIL_WORDS.get(row.kind, row.kind))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the text that is sent without one of one's own."""
        told = super().get_changeform_initial_data(request)
        found = find_built_in(str(told.get("kind", "")), str(told.get("language", "")))
        return told if found is None else {**told, "subject": found.subject, "body": found.body}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[Any, Any]]:
        """Say what may stand in it, and where to begin."""
        fields = {"fields": ("kind", "language", "subject", "body"), "description": _what_to_write(new=obj is None)}
        return [(None, fields)]


def _what_to_write(*, new: bool) -> SafeString:
    names = format_html_join(" ", "<code>{{{{ {} }}}}</code>", ((it,) for it in PLACEHOLDERS))
    told = format_html("{} {}", _("What stands in double braces is filled in for each mail:"), names)
    if not new:
        return told
    page = reverse("admin:messaging_messagetemplate_add")
    rows = [(page, kind, code, MAIL_WORDS[kind], label) for code, label in _LANGUAGES for kind in BUYER_KINDS]
    begin = format_html_join(" · ", '<a class="underline" href="{}?kind={}&language={}">{} ({})</a>', rows)
    return format_html("{}<br>{} {}", told, _("Begin with the text that is sent without one of your own:"), begin)
