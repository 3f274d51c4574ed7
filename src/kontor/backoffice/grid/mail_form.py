"""What is asked for where a list is to go by mail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kontor.access.public import RHYTHMS
from kontor.backoffice.parts.conditions import Label
from kontor.backoffice.parts.forms import Ask

RHYTHM_WORDS: dict[str, Label] = {
    "daily": _("each day"),
    "workdays": _("Monday to Friday"),
    "weekly:1": _("each Monday"),
    "weekly:2": _("each Tuesday"),
    "weekly:3": _("each Wednesday"),
    "weekly:4": _("each Thursday"),
    "weekly:5": _("each Friday"),
    "weekly:6": _("each Saturday"),
    "weekly:7": _("each Sunday"),
    "month_first": _("on the first day of each month"),
    "month_last": _("on the last day of each month"),
}
ASKS = (
    Ask("rhythm", _("When"), "choice", required=True, choices=lambda: [(it, RHYTHM_WORDS[it]) for it in RHYTHMS]),
    Ask("clock_time", _("At"), most=5, required=True, help=_("In your time, for example 07:30")),
    Ask("form", _("As"), "choice", required=True, choices=lambda: [("xlsx", "XLSX"), ("csv", "CSV")]),
    Ask("recipients", _("To"), "long", most=5_000, required=True, help=_("A mail address in each line")),
    Ask("when_empty", _("Also where the table has no row"), "flag"),
)  # fmt: skip
