"""Alarms: raised while something is wrong, told once, quiet for a while where somebody says so, ended when it is over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.models import Alarm, AlarmReader

# What comes back so soon is the same alarm, and is not told again.
SAME_WITHIN = timedelta(hours=1)
MOST_READERS = 20


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is wrong now: its kind, which of its kind, how many things it is about, and how it is called."""

    kind: str
    key: str
    count: int
    name: str


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm that is on."""

    id: int
    kind: str
    key: str
    count: int
    name: str
    raised_at: datetime
    quiet_until: datetime | None
    quiet_by: str

    def is_quiet(self, at: datetime) -> bool:
        """Whether somebody wants quiet of it now."""
        return self.quiet_until is not None and self.quiet_until > at


def raise_alarms(*, wrong: Collection[Wrong], at: datetime) -> list[AlarmRow]:
    """What is wrong raises an alarm, once; what is over ends its own. Returns what is new. Locks: the alarms that are on."""
    now = {(it.kind, it.key): it for it in wrong}
    rows = Alarm.objects.select_for_update(no_key=True).filter(ended_at=None).order_by("id")
    on = {(it.kind, it.key): it for it in rows}
    over = [it.pk for place, it in on.items() if place not in now]
    Alarm.objects.filter(id__in=over).update(ended_at=at)
    new = []
    for place, it in now.items():
        told = {"count": it.count, "name": it.name[:200]}
        if place in on:
            Alarm.objects.filter(id=on[place].pk).exclude(**told).update(**told)
            continue
        before = Alarm.objects.filter(kind=it.kind, key=it.key, ended_at__gte=at - SAME_WITHIN).order_by("-id").first()
        if before is not None:
            Alarm.objects.filter(id=before.pk).update(ended_at=None, **told)
        else:
            new.append(_row(Alarm.objects.create(kind=it.kind, key=it.key, raised_at=at, **told)))
    return new


def list_alarms() -> list[AlarmRow]:
    """Return every alarm that is on, the newest first."""
    rows = Alarm.objects.filter(ended_at=None).order_by("-raised_at", "-id")
    return [_row(it) for it in rows]


def _row(it: Alarm) -> AlarmRow:
    return AlarmRow(it.pk, it.kind, it.key, it.count, it.name, it.raised_at, it.quiet_until, it.quiet_by)


def take_untold(at: datetime) -> list[AlarmRow]:
    """Return what was told to nobody yet and is not quiet; from now on it counts as told. Locks: these alarms."""
    rows = (
        Alarm.objects.select_for_update(no_key=True, skip_locked=True)
        .filter(ended_at=None, told_at=None)
        .order_by("id")
    )
    found = [
        AlarmRow(it.pk, it.kind, it.key, it.count, it.name, it.raised_at, it.quiet_until, it.quiet_by) for it in rows
    ]
    loud = [it for it in found if not it.is_quiet(at)]
    Alarm.objects.filter(id__in=[it.id for it in loud]).update(told_at=at)
    return loud


def quiet_alarm(*, alarm_id: int, until: datetime, at: datetime, by: Actor) -> bool:
    """Somebody knows of it and wants quiet until then. Returns whether it was on."""
    found = Alarm.objects.filter(id=alarm_id, ended_at=None).update(quiet_until=until, quiet_by=str(by))
    if found:
        told = {"until": until.isoformat()}
        record_changes(subject="alarm", verb="quiet_alarm", changes=[Change(alarm_id, None, told)], at=at, by=by)
    return bool(found)


def list_alarm_readers() -> Sequence[tuple[str, str]]:
    """Return who is told by mail, with the language."""
    return list(AlarmReader.objects.order_by("address").values_list("address", "language"))


def set_alarm_readers(*, readers: Sequence[tuple[str, str]], at: datetime, by: Actor) -> None:
    """These people are told of alarms by mail from now on, and no others. ``readers``: address, language."""
    wanted = dict(readers[:MOST_READERS])
    before = dict(AlarmReader.objects.values_list("address", "language"))
    if wanted == before:
        return
    AlarmReader.objects.exclude(address__in=wanted).delete()
    for address, language in wanted.items():
        AlarmReader.objects.update_or_create(
            address=address, defaults={"language": language}, create_defaults={"language": language, "entered_at": at}
        )
    change = Change(0, {"readers": sorted(before)}, {"readers": sorted(wanted)})
    record_changes(subject="alarm", verb="set_alarm_readers", changes=[change], at=at, by=by)
