"""Lists by mail: a saved view goes out as a table in a rhythm, with what whoever set that up may see by then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.timezone import override as override_zone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import (
    GridRow,
    ListMailRow,
    ListMailWish,
    drop_list_mail,
    find_list_mail,
    keep_list_mail,
    list_list_mails,
    note_list_mail,
)
from kontor.access.tables import User
from kontor.backoffice.access import act, may, needs
from kontor.backoffice.grid.exporting import MEDIA, count_rows, csv_lines, note_taken_out, xlsx_file
from kontor.backoffice.grid.mail_form import ASKS, RHYTHM_WORDS
from kontor.backoffice.grid.show import Opened, open_for
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.forms import form_fields, read_form
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.typed import TypedWrong
from kontor.kernel.actor import Actor
from kontor.messaging.public import Letter, write_messages
from kontor.platform.keep.files import store_file
from kontor.platform.start.environment import read_setting

# Mail servers commonly take ten megabytes; a file grows by a third on its way (base64, RFC 2045, 6.8).
MOST_BYTES = 7_000_000


@needs("")
def show_list_mails(request: HttpRequest) -> HttpResponse:
    """Show which lists are mailed: one's own, and everybody's to whom looks after people and their rights."""
    me = int(request.user.pk or 0)
    rows = [
        (
            it,
            reverse("admin:grid_mail", args=[it.grid, it.view_id]) if it.user_id == me else "",
            RHYTHM_WORDS[it.rhythm],
        )
        for it in list_list_mails(user_id=None if may(request, "access:read") else me)
    ]
    return show_page(
        request,
        "grid/list_mails",
        title=_("Lists by mail"),
        rows=rows,
        me=me,
        may_all=may(request, "access:write"),
        mails_stay=not read_setting("KONTOR_SMTP_URL"),
    )


@needs("")
def show_list_mail(request: HttpRequest, name: str, view: int) -> HttpResponse:
    """Show the form by which a saved view is mailed."""
    opened = open_for(request, name, f"view={view}")
    found = next((it for it in opened.views if it.id == view), None)
    if found is None:
        raise Http404
    mine = {it.view_id: it for it in list_list_mails(user_id=int(request.user.pk or 0))}.get(view)
    values: dict[str, Any] = {"rhythm": "workdays", "clock_time": "07:00", "form": "xlsx", "recipients": ""}
    values["recipients"] = getattr(request.user, "email", "")
    if mine is not None:
        values = {
            "rhythm": mine.rhythm, "clock_time": f"{mine.clock_time:%H:%M}", "form": mine.form,
            "recipients": "\n".join(mine.recipients), "when_empty": mine.when_empty,
        }  # fmt: skip
    return show_page(
        request, "grid/list_mail", title=f"{_('Lists by mail')}: {found.name}", fields=form_fields(ASKS, values),
        mine=mine, view=found, grid=opened.grid, link=opened.here(opened.asked),
    )  # fmt: skip


@needs("")
@require_POST
def keep(request: HttpRequest, name: str, view: int) -> HttpResponse:
    """Have a view mailed, or otherwise than before."""
    opened = open_for(request, name, "")
    if view not in {it.id for it in opened.views}:
        raise Http404

    def work(at: datetime, by: Actor) -> None:
        told = read_form(ASKS, request.POST)
        wish = ListMailWish(
            told["rhythm"],
            _read_time(told["clock_time"]),
            told["form"],
            told["recipients"].split(),
            bool(told["when_empty"]),
        )
        keep_list_mail(user_id=int(request.user.pk or 0), view_id=view, wish=wish, at=at, by=by)

    return act(request, work, done=_("The list is mailed from now on."), back="admin:grid_mail", name=name, view=view)


# 07:30, and 7.30 as it is written in German.
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")


def _read_time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise TypedWrong(_("Write a time such as 07:30."), "clock_time")
    return time(int(found[1]), int(found[2]))


@needs("")
@require_POST
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Mail a list no more."""
    me = int(request.user.pk or 0)
    mine = any(it.id == key for it in list_list_mails(user_id=me))
    whose = None if not mine and may(request, "access:write") else me
    return act(
        request, lambda at, by: drop_list_mail(user_id=whose, list_mail_id=key, at=at, by=by),
        done=_("The list is mailed no more."), back="admin:list_mails",
    )  # fmt: skip


def mail_list(list_mail_id: int, *, slot: datetime, at: datetime) -> bool:
    """Write the mails of a list for one of its times, each reader's once however often this runs; what hinders that is told to
    him who has set it up. Returns whether mails were written; none are where nothing fits and only rows were wished for.
    """
    row = find_list_mail(list_mail_id)
    if row is None:
        return False
    user = User.objects.get(id=row.user_id)
    zone, language = user.zone(), user.language or "de"
    with override(language), override_zone(zone):
        try:
            files, count, opened = _draw(row, user, at)
        except TypedWrong as wrong:
            _tell_trouble(row, user, refusal_text(wrong), slot=slot, at=at)
            return False
        subject = f"{row.view} – {opened.grid.title}, {localdate(at).isoformat()}"
        text = _("Rows: %(count)s") % {"count": count}
        values = {"subject": subject, "text": f"{text}\n\n{_foot(row)}"}
    sends = count > 0 or row.when_empty
    with transaction.atomic():
        if sends:
            stored = store_file(files, name=f"{subject}.{row.form}"[:200], media_type=MEDIA[row.form], at=at)
            letters = [
                Letter(f"{row.id}:{slot:%Y%m%d%H%M}:{place}", None, address, language, values, (stored.sha256,))
                for place, address in enumerate(row.recipients)
            ]
            if write_messages(kind="list", letters=letters, at=at):
                by = Actor("user", user.get_username())
                note_taken_out(opened, row.form, rows=count, at=at, by=by, to=row.recipients)
        note_list_mail(list_mail_id=row.id, problem="", sent=sends, at=at)
    return sends


def _draw(row: ListMailRow, user: User, at: datetime) -> tuple[bytes, int, Opened]:
    """Return the table as he may see it now. Refuses: TypedWrong, in words for him."""
    request = HttpRequest()
    request.user = user
    try:
        if not user.is_active:
            raise PermissionDenied
        opened = open_for(request, row.grid, row.query)
        opened = replace(opened, setting=GridRow(columns=row.columns) if row.columns else opened.setting)
    except (PermissionDenied, Http404):
        raise TypedWrong(_("Your role does not open this list any more."), "") from None
    if opened.asked.faults:
        raise TypedWrong(" ".join(opened.asked.faults), "")
    count = count_rows(opened, row.form)
    if row.form == "csv":
        content = _join(csv_lines(opened))
    else:
        with xlsx_file(opened) as file:
            content = file.read()
    if len(content) > MOST_BYTES:
        raise TypedWrong(_("The table is too large for a mail: narrow the view."), "")
    return content, count, opened


def _join(lines: Iterator[bytes]) -> bytes:
    """Return a text whole, or so much of it that it is seen to be too large."""
    written = bytearray()
    for line in lines:
        written += line
        if len(written) > MOST_BYTES:
            break
    return bytes(written)


def _foot(row: ListMailRow) -> str:
    told = _("Sent by Kontor %(rhythm)s, set up by %(name)s; ended on the page Lists by mail.")
    return told % {"rhythm": RHYTHM_WORDS[row.rhythm], "name": row.user}


def _tell_trouble(row: ListMailRow, user: User, problem: str, *, slot: datetime, at: datetime) -> None:
    subject = _("The list %(name)s was not mailed") % {"name": row.view}
    values = {"subject": subject, "text": f"{problem}\n\n{_foot(row)}"}
    # Who was let go reads no mail of the house any more; it waits for somebody else.
    address = user.email if user.is_active else ""
    letter = Letter(f"{row.id}:{slot:%Y%m%d%H%M}:not", None, address, get_language() or "de", values)
    with transaction.atomic():
        write_messages(kind="list", letters=[letter], at=at)
        note_list_mail(list_mail_id=row.id, problem=problem, sent=False, at=at)
