"""Create an owner."""

from __future__ import annotations

from datetime import datetime

from kontor.access.errors import NotAllowed
from kontor.access.models import Role, User
from kontor.access.rules import FIRST_ROLES
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

OWNER = "Inhaber"


def create_owner(*, username: str, email: str, password: str, at: datetime, by: Actor) -> int:
    """Whoever sets Kontor up logs in as the first person, who may do everything and adds the others; a new house has roles for
    them. Returns the user.

    Refuses: NotAllowed where somebody has that name.
    """
    if User.objects.filter(username=username).exists():
        raise NotAllowed("Somebody has that name already.", username=username)

    if not Role.objects.exists():
        for name, rights in FIRST_ROLES.items():
            Role.objects.create(name=name, capabilities=list(rights))
    owner = User.objects.create_user(username, email, password, is_staff=True)
    role, _ = Role.objects.get_or_create(name=OWNER, defaults={"capabilities": ["*"]})
    if "*" not in role.capabilities:
        # The role of that name was made less by somebody: an owner has one that is whole.
        role = Role.objects.filter(capabilities__contains=["*"]).order_by("id").first() or Role.objects.create(
            name=f"{OWNER} {at:%Y-%m-%d %H:%M:%S}", capabilities=["*"]
        )
    owner.roles.add(role)
    record_changes(
        subject="user", verb="create_owner", at=at, by=by, changes=[Change(owner.pk, None, {"username": username})]
    )
    return int(owner.pk)
