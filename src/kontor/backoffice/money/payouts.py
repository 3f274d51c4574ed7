"""What channels booked on our accounts there, and where it does not agree with our orders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kontor.accounting.public import list_payout_differences, list_provider_differences, sum_settlements
from kontor.backoffice.access import needs
from kontor.kernel.clock import read_clock

# Channels book days after a parcel left.
PATIENCE = timedelta(days=14)
# Payment providers book within a day or two.
PROVIDER_PATIENCE = timedelta(days=3)
PERIOD = timedelta(days=90)
MOST_SHOWN = 200


@needs("accounting:read")
def show_payouts(request: HttpRequest) -> HttpResponse:
    """Show the sums of the last quarter and every difference."""
    now = read_clock()
    differences = [*list_payout_differences(now - PATIENCE), *list_provider_differences(now - PROVIDER_PATIENCE)]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Payouts of channels and payment providers"), "sums": sum_settlements(now - PERIOD, now),
        "rows": [{"it": it, "off": it.settled - it.expected} for it in differences[:MOST_SHOWN]],
        "count": len(differences),
    }  # fmt: skip
    return render(request, "backoffice/money/payouts.html", context)
