"""Questions about users and keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import Q

from kontor.access.errors import GrantTooMuch, LastOwner
from kontor.access.models import ApiKey, ApiToken, GridSetting, ListMail, Presence, SavedView, User
from kontor.access.rules import TOKEN_PREFIX, hash_secret, is_allowed
from kontor.kernel.actor import Actor, ActorKind
from kontor.platform.sql.bulk import execute


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """The program behind a valid API key."""

    key_id: int
    name: str
    capabilities: frozenset[str]

    def may(self, capability: str) -> bool:
        """Whether the key is scoped for a capability."""
        return is_allowed(self.capabilities, capability)


def find_key_holder(secret: str, *, at: datetime) -> KeyHolder | None:
    """Return who holds this key or token, or None where it is unknown, revoked or over."""
    if secret.startswith(TOKEN_PREFIX):
        living = ApiToken.objects.filter(secret_hash=hash_secret(secret), expires_at__gt=at, key__revoked_at=None)
        token = living.select_related("key").first()
        return KeyHolder(token.key_id, token.key.name, frozenset(token.capabilities)) if token else None
    key = ApiKey.objects.filter(secret_hash=hash_secret(secret), revoked_at=None).first()
    return KeyHolder(key.id, key.name, frozenset(key.capabilities)) if key else None


def has_users() -> bool:
    """Whether anybody can log in."""
    return User.objects.filter(is_active=True).exists()


# People and roles are changed by one at a time: of two owners who send each other away one hears that he is the last.
_PEOPLE_CHANGE = 0x6B6F_6E74_6F72_0001


def lock_people() -> None:
    """Have everybody else who changes people and roles wait until this transaction ends."""
    execute("SELECT pg_advisory_xact_lock(%s)", [_PEOPLE_CHANGE])


def keep_owner() -> None:
    """Somebody who may do everything can always log in: whoever may less can give nobody the rest. Asked at the end of whatever
    changes people and roles. Refuses: LastOwner.
    """
    people = User.objects.filter(is_active=True, is_staff=True).prefetch_related("roles")
    if people and not any(user.is_superuser or "*" in _everywhere(user) for user in people):
        raise LastOwner


def person_behind(actor: Actor) -> str:
    """Return who is behind an actor where two people have to agree: a person, whatever he is called by then, also behind each key
    that he made himself; else the actor.
    """
    people = User.objects.filter(username=actor.name) if actor.kind == ActorKind.USER else User.objects.none()
    if actor.kind == ActorKind.KEY:
        people = User.objects.filter(id__in=ApiKey.objects.filter(name=actor.name).values("made_by"))
    found = people.values_list("id", flat=True).first()
    return f"person:{found}" if found else str(actor)


def check_grant(giver: User, capabilities: Iterable[str]) -> None:
    """Nobody gives more than he has, and what he has within limits he gives to nobody. Refuses: GrantTooMuch."""
    if not giver.is_superuser and not all(giver.may(name) and not giver.limits(name) for name in capabilities):
        raise GrantTooMuch


def rights_of(user: User) -> set[str]:
    """Return what a person may do, by all his roles; a superuser may do all."""
    return {"*"} if user.is_superuser else {name for role in user.roles.all() for name in role.capabilities}


def _everywhere(user: User) -> set[str]:
    """Return what a person may do without any limit."""
    return {name for role in user.roles.all() if not role.limits().is_set for name in role.capabilities}


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view of a grid that somebody has kept; ``mine``: the asker may change and drop it."""

    id: int
    name: str
    query: str
    columns: tuple[str, ...]
    shared: bool
    mine: bool


def list_views(*, grid: str, user_id: int) -> list[ViewRow]:
    """Return the views of a grid that a person has kept, and those that others share, by name."""
    rows = SavedView.objects.filter(Q(owner_id=user_id) | Q(shared=True, owner__is_active=True), grid=grid).order_by(
        "name", "id"
    )
    return [
        ViewRow(it.id, it.name, it.query, tuple(it.columns), it.shared, it.owner_id == user_id) for it in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListMailRow:
    """A view that is mailed again and again. ``user``: whose rights decide what is in it; ``mine``: the asker's own."""

    id: int
    view_id: int
    view: str
    grid: str
    query: str
    user_id: int
    user: str
    form: str
    rhythm: str
    clock_time: time
    recipients: tuple[str, ...]
    when_empty: bool
    next_at: datetime
    sent_at: datetime | None
    problem: str
    columns: tuple[str, ...]


def list_list_mails(*, user_id: int | None = None, troubled: bool = False) -> list[ListMailRow]:
    """Return the lists that a person has mailed, or all of the house, by grid and name; ``troubled``: those not sent."""
    rows = ListMail.objects.all() if user_id is None else ListMail.objects.filter(user_id=user_id)
    rows = rows.exclude(problem="") if troubled else rows
    return [_list_mail(it) for it in rows.select_related("view", "user").order_by("view__grid", "view__name", "id")]


def find_list_mail(list_mail_id: int) -> ListMailRow | None:
    """Return a list that is mailed, None where it is no more."""
    it = ListMail.objects.select_related("view", "user").filter(id=list_mail_id).first()
    return _list_mail(it) if it else None


def _list_mail(it: ListMail) -> ListMailRow:
    return ListMailRow(
        id=it.id, view_id=it.view_id, view=it.view.name, grid=it.view.grid, query=it.query, user_id=it.user_id,
        user=it.user.get_full_name() or it.user.get_username(), form=it.form, rhythm=it.rhythm, clock_time=it.clock_time,
        recipients=tuple(it.recipients), when_empty=it.when_empty, next_at=it.next_at, sent_at=it.sent_at,
        problem=it.problem, columns=tuple(it.columns),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GridRow:
    """How somebody has set a grid; the columns empty: as the grid comes."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    dense: bool = False
    home: str = ""


def get_grid_setting(*, grid: str, user_id: int) -> GridRow:
    """Return how a person has set a grid."""
    kept = GridSetting.objects.filter(grid=grid, user_id=user_id).first()
    return GridRow(tuple(kept.columns), dict(kept.widths), kept.dense, kept.home) if kept else GridRow()


@dataclass(frozen=True, slots=True)
class PresentRow:
    """A colleague who has the same thing open."""

    name: str
    changing: bool


def list_present(*, subject: str, key: int, since: datetime, but: int) -> list[PresentRow]:
    """Return who else was seen at a thing since then, whoever changes it first. ``but``: the asker."""
    rows = Presence.objects.filter(subject=subject, key=key, seen_at__gte=since).exclude(user_id=but)
    people = rows.select_related("user").order_by("-changing", "user__username")
    return [PresentRow(it.user.get_full_name() or it.user.get_username(), it.changing) for it in people]
