"""How what can be set stands: words, and the tone in which they are shown."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kontor.channels.tables import Channel, Connection
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.keep.alarms import list_alarm_readers
from kontor.platform.models import RunReport, RunState
from kontor.platform.start.environment import read_setting

Label = str | Promise
Told = tuple[Label, str]


def counted(count: int) -> Told:
    """Return how many there are."""
    return (str(count), "") if count else (_("none yet"), "dim")


def entities_stand() -> Told:
    """Return how it stands."""
    found = list(LegalEntity.objects.all())
    bare = [it.name for it in found if not ((it.vat_id or it.tax_number) and it.iban and it.street)]
    if bare:
        return _("%(name)s lacks its address, VAT id or tax number, or IBAN") % {"name": bare[0]}, "warn"
    return counted(len(found))


def channels_stand() -> Told:
    """Return how it stands."""
    connected = Connection.objects.count()
    told = _("%(count)s, %(connected)s of them connected")
    return told % {"count": Channel.objects.filter(active=True).count(), "connected": connected}, ""


def mails_stand() -> Told:
    """Return how it stands."""
    if read_setting("KONTOR_SMTP_URL"):
        return _("a mail server is set"), ""
    return _("no mail server is set (KONTOR_SMTP_URL): mails are only kept here"), "warn"


def readers_stand() -> Told:
    """Return how it stands."""
    found = len(list_alarm_readers())
    return counted(found) if found else (_("nobody is told of alarms"), "warn")


def limits_stand() -> Told:
    """Return how it stands."""
    limited = LegalEntity.objects.filter(four_eyes_above__isnull=False).count()
    return (_("set"), "") if limited else (_("no limit: one person gives back any sum"), "dim")


def backup_stand() -> Told:
    """Return how it stands."""
    last = RunReport.objects.filter(kind="backup").order_by("-id").first()
    if last is None:
        return _("no backup was ever taken"), "warn"
    told = date_format(localtime(last.started_at), "SHORT_DATETIME_FORMAT")
    return (_("failed") + f" {told}", "bad") if last.state == RunState.FAILED else (told, "")
