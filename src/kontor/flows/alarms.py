"""Alarms: what is wrong in the house, gathered from every room each minute, and told once to whom wants to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, override

from kontor.channels.public import list_connections
from kontor.flows.programs.webhooks import list_deaf_webhooks
from kontor.flows.waiting import list_waiting
from kontor.kernel.actor import SYSTEM
from kontor.kernel.text import marked as _
from kontor.legal_entities.public import list_raised_limits
from kontor.messaging.public import AlarmRaised, Letter, write_messages
from kontor.orders.public import count_late
from kontor.payments.public import count_money_requests
from kontor.platform.keep.alarms import AlarmRow, Wrong, list_alarm_readers, raise_alarms, take_untold
from kontor.platform.post.outbox import publish

# What each kind of alarm says; ``{count}`` and ``{name}`` are filled in.
ALARM_WORDS = {
    "backup": _("The backup is missing or failed"),
    "connection": _("A channel cannot be reached: {name}"),
    "silent": _("No order came from {name} for much longer than usual"),
    "token": _("The access to {name} has ended and was not renewed"),
    "late": _("Orders that should have left already: {count}"),
    "message": _("Messages of channels in quarantine: {count}"),
    "told": _("Messages to channels that do not get through: {count}"),
    "offer": _("Offers that a channel does not take: {count}"),
    "news": _("Steps that failed and wait for somebody: {count}"),
    "job": _("Jobs of the house that failed or stand still: {count}"),
    "label": _("Labels that could not be booked: {count}"),
    "paper": _("Invoices without a paper: {count}"),
    "webhook": _("Nothing gets through to the webhook {name}"),
    "mail": _("Mails to buyers that were not sent: {count}"),
    "list": _("Lists that could not be mailed: {count}"),
    "money": _("Movements of money that are stuck: {count}"),
    "undecided": _("Refunds, corrections and vouchers that wait for a second person for more than two days: {count}"),
    "limit": _("The limit above which a second person decides was raised or taken away: {name}"),
    "desk": _("Orders that may leave and are not in the warehouse: {count}"),
    "pull": _("Labelled boxes of cancelled orders that stand with the outgoing ones: {count}"),
}
# Each channel has its own; all else of a kind is one alarm.
_OWN = frozenset({"connection"})
# A token is renewed when it is used the next time; so long after its end nobody did.
RENEWED_WITHIN = timedelta(hours=2)
# Money that a buyer is to get back is decided about within so long.
DECIDED_WITHIN = timedelta(days=2)
# By this job somebody looks each minute.
WATCH_TASK = "kontor.watch_alarms"
_SUBJECT = _("Kontor: new alarms ({count})")
_FOOT = _("All alarms, and how to have quiet: the page Alarms in the back office.")


def list_wrong(at: datetime) -> list[Wrong]:
    """Return what is wrong now and ought to be known."""
    waiting = [it for it in list_waiting(at) if it.kind in ALARM_WORDS]
    counts = Counter(it.kind for it in waiting if it.kind not in _OWN)
    names = {it.kind: it.name for it in waiting}
    found = [Wrong(kind, "", count, names[kind][:200]) for kind, count in counts.items()]
    found += [Wrong(it.kind, it.name[:60], 1, it.name) for it in waiting if it.kind in _OWN]
    for it in list_connections(at):
        if it.is_silent(at):
            found.append(Wrong("silent", it.code, 1, it.name))
        if it.token_expires_at is not None and it.token_expires_at < at - RENEWED_WITHIN:
            found.append(Wrong("token", it.code, 1, it.name))
    found += [Wrong("webhook", it.name[:60], 1, it.name) for it in list_deaf_webhooks(at)]
    found += [Wrong("limit", str(it.id), 1, f"{it.code}, {it.by}") for it in list_raised_limits(at)]
    counted = {"late": count_late(at), "undecided": count_money_requests(before=at - DECIDED_WITHIN)}
    return [*found, *(Wrong(kind, "", count, "") for kind, count in counted.items() if count)]


def watch(*, at: datetime) -> int:
    """Raise what is wrong, end what is over, and tell what is new: programs by the feed and webhooks, people by mail. Returns how
    many alarms are new. Locks: the alarms.
    """
    new = raise_alarms(wrong=list_wrong(at), at=at)
    publish([AlarmRaised(it.id, it.kind, it.count, it.name) for it in new], at=at, by=SYSTEM)
    # As long as nobody reads them none is told: the first who does hears of all that is wrong.
    readers = list_alarm_readers()
    _tell(take_untold(at) if readers else (), readers, at)
    return len(new)


def _tell(alarms: Sequence[AlarmRow], readers: Sequence[tuple[str, str]], at: datetime) -> None:
    """Write one mail to each reader, however many alarms came at once."""
    key = "-".join(str(it.id) for it in alarms)[:40]
    letters = []
    for place, (address, language) in enumerate(readers if alarms else ()):
        with override(language):
            lines = "\n".join(f"– {alarm_text(it)}" for it in alarms)
            subject = gettext(_SUBJECT).format(count=len(alarms))
            foot = gettext(_FOOT)
        values = {"subject": subject, "text": f"{lines}\n\n{foot}"}
        letters.append(Letter(f"alarm:{key}:{place}", None, address, language, values))
    write_messages(kind="alarm", letters=letters, at=at)


def alarm_text(it: AlarmRow) -> str:
    """Return what an alarm says in the language of the moment."""
    return gettext(ALARM_WORDS.get(it.kind, it.kind)).format(count=it.count, name=it.name)
