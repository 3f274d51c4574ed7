"""Alarms: what is wrong now, a way to have quiet of it, and who is told by mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, may, may_everywhere, needs
from kontor.backoffice.page import show_page
from kontor.backoffice.typed import TypedWrong, read_count
from kontor.flows.alarms import WATCH_TASK, alarm_text
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.text import is_mail_address
from kontor.platform.keep.alarms import AlarmRow, list_alarm_readers, list_alarms, quiet_alarm, set_alarm_readers
from kontor.platform.post.jobs import find_standstill

MOST_DAYS = 30


def link_of(it: AlarmRow) -> str:
    """Return the page that shows what an alarm is about."""
    if it.kind == "late":
        return f"{reverse('admin:grid', args=['orders'])}?work.is=late"
    if it.kind in ("silent", "token", "connection"):
        return reverse("admin:channel_health")
    if it.kind == "webhook":
        return reverse("admin:webhooks")
    if it.kind == "message":
        return f"{reverse('admin:grid', args=['inbox'])}?state.is=quarantined"
    if it.kind == "limit":
        return f"{reverse('admin:grid', args=['trail'])}?subject.is=legalentity"
    return reverse("admin:refunds" if it.kind == "undecided" else "admin:waiting")


def list_loud(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the alarms that are on and not quiet, for the dashboard: what they say, and where that is shown."""
    if not may_everywhere(request, "platform:read"):
        return []
    at = read_clock()
    loud = [(alarm_text(it), link_of(it)) for it in list_alarms() if not it.is_quiet(at)]
    still = find_standstill(WATCH_TASK, at)
    return [(standstill_text(still), reverse("admin:alarms")), *loud] if still else loud


def standstill_text(since: datetime) -> str:
    """Return what is said where no worker does anything."""
    told = _("Since %(moment)s nothing is worked on and no alarm is told.") % {
        "moment": date_format(localtime(since), "SHORT_DATETIME_FORMAT")
    }
    return " ".join(
        (told, _("Just after a start this ends within a minute; otherwise no worker runs: start Kontor again."))
    )


@needs("platform:read")
def show_alarms(request: HttpRequest) -> HttpResponse:
    """Show what is wrong, and who is told."""
    at = read_clock()
    rows = [(it, alarm_text(it), link_of(it), it.is_quiet(at)) for it in list_alarms()]
    still = find_standstill(WATCH_TASK, at)
    readers = "\n".join(f"{address} {language}" for address, language in list_alarm_readers())
    return show_page(
        request, "home/alarms", title=_("Alarms"), rows=rows, readers=readers, may_write=may(request, "platform:write"),
        still=standstill_text(still) if still else "",
    )  # fmt: skip


@needs("platform:write")
@require_POST
def have_quiet(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Have quiet of an alarm for some days."""

    def work(at: datetime, by: Actor) -> None:
        days = read_count(request.POST, "days")
        if days > MOST_DAYS:
            raise TypedWrong(_("At most %(most)s days.") % {"most": MOST_DAYS}, "days")
        quiet_alarm(alarm_id=alarm_id, until=at + timedelta(days=days), at=at, by=by)

    return act(request, work, done=_("Done."), back="admin:alarms")


@needs("platform:write")
@require_POST
def set_readers(request: HttpRequest) -> HttpResponse:
    """Say who is told by mail: a line for each, the language behind it."""

    def work(at: datetime, by: Actor) -> None:
        found: list[tuple[str, str]] = []
        for line in request.POST.get("readers", "")[:4_000].splitlines():
            parts: Any = line.split()
            if not parts:
                continue
            address, language = parts[0], parts[1].lower() if len(parts) > 1 else "de"
            if len(parts) > 2 or not is_mail_address(address) or language not in ("de", "en"):
                raise TypedWrong(_("Write a mail address in each line, and de or en behind it."), "readers")
            found.append((address, language))
        set_alarm_readers(readers=found, at=at, by=by)

    return act(request, work, done=_("Saved."), back="admin:alarms")
