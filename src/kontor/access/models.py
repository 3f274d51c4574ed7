"""Users, roles, keys."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kontor.access.rules import RHYTHMS, Limits, is_allowed


class Role(models.Model):
    """A job in the merchant's company and what it may do."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    capabilities = ArrayField(models.CharField(max_length=40), verbose_name=_("Capabilities"), default=list)
    second_factor = models.BooleanField(
        _("Needs a second factor"), db_default=False, default=False,
        help_text=_("Whoever has this role sets up an authenticator app or a passkey before anything else opens."),
    )  # fmt: skip

    # Within what its rights hold: ids of rows of rooms that this one does not know. Empty: everywhere.
    channels = ArrayField(
        models.BigIntegerField(), verbose_name=_("Only these sales channels"), db_default=[], default=list, blank=True
    )
    locations = ArrayField(
        models.BigIntegerField(), verbose_name=_("Only these locations"), db_default=[], default=list, blank=True
    )
    legal_entities = ArrayField(
        models.BigIntegerField(), verbose_name=_("Only these legal entities"), db_default=[], default=list, blank=True
    )

    class Meta:
        verbose_name = _("Role")
        verbose_name_plural = _("Roles")

    def __str__(self) -> str:
        return self.name

    def limits(self) -> Limits:
        """Return within what its rights hold."""
        return Limits(frozenset(self.channels), frozenset(self.locations), frozenset(self.legal_entities))


class User(AbstractUser):
    """A person who logs in."""

    roles = models.ManyToManyField(Role, verbose_name=_("Roles"), blank=True, related_name="+")
    # Empty: the language that his browser asks for.
    language = models.CharField(
        _("Language"), max_length=5, db_default="", default="", blank=True,
        choices=[("de", _("German")), ("en", _("English"))],
    )  # fmt: skip
    # A name of the IANA list. Empty: the time of the house. It decides how moments are shown and read, never what is due.
    time_zone = models.CharField(_("Time zone"), max_length=60, db_default="", default="", blank=True)

    def granted(self) -> set[str]:
        """Return every capability that the roles give; a superuser has all. A page asks a hundred times: the roles are read once
        for each login that is loaded, and again where they were changed.
        """
        if self.is_superuser:
            return {"*"}
        return {capability for role in self._roles() for capability in role.capabilities}

    def zone(self) -> ZoneInfo:
        """Return the time in which this person lives."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    def needs_second_factor(self) -> bool:
        """Whether one of the roles opens nothing to whom has no second factor."""
        return any(role.second_factor for role in self._roles())

    def _roles(self) -> Iterable[Role]:
        if "roles" not in getattr(self, "_prefetched_objects_cache", {}):
            models.prefetch_related_objects([self], "roles")
        return self.roles.all()

    def limits(self, capability: str) -> tuple[Limits, ...]:
        """Return within what this person has a capability, by any of his roles; nothing where he has it everywhere."""
        if self.is_superuser:
            return ()
        found = [role.limits() for role in self._roles() if is_allowed(role.capabilities, capability)]
        return tuple(dict.fromkeys(found)) if all(it.is_set for it in found) else ()

    def may(self, capability: str) -> bool:
        """Whether this person may use a capability such as ``orders:write``."""
        return self.is_active and is_allowed(self.granted(), capability)


class SavedView(models.Model):
    """A way to look at a grid that somebody has kept: its conditions, as they stand in an address, and its columns."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("Owner"))
    grid = models.CharField(max_length=40)
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True, db_default="")
    columns = ArrayField(models.CharField(max_length=40), db_default=[], default=list)
    shared = models.BooleanField(_("Shared"), db_default=False, default=False)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Saved view")
        verbose_name_plural = _("Saved views")
        constraints = [models.UniqueConstraint(fields=["owner", "grid", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class ListMail(models.Model):
    """A saved view that is mailed as a table again and again: it holds what ``user``, who wished so, may see by then."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")
    # The view as ``user`` saw it: what somebody else makes of a shared one later is not sent with his rights.
    query = models.CharField(max_length=2000, blank=True, db_default="", default="")
    columns = ArrayField(models.CharField(max_length=40), db_default=[], default=list)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField(max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    # One of ``rules.RHYTHMS``, and the hour and minute of the day, where the person is.
    rhythm = models.CharField(max_length=11, choices=[(it, it) for it in RHYTHMS])
    clock_time = models.TimeField()
    recipients = ArrayField(models.CharField(max_length=254))
    # A table without rows is sent, too.
    when_empty = models.BooleanField(db_default=False, default=False)
    next_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    # Why the last one was not sent; it is tried again at the next time.
    problem = models.CharField(max_length=300, db_default="", default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "user"], name="list_mail_once"),
            models.CheckConstraint(condition=models.Q(rhythm__in=RHYTHMS), name="list_mail_rhythm"),
            models.CheckConstraint(condition=models.Q(form__in=["csv", "xlsx"]), name="list_mail_form"),
            models.CheckConstraint(condition=models.Q(recipients__len__gt=0), name="list_mail_has_readers"),
        ]


class GridSetting(models.Model):
    """How somebody has set a grid for himself: columns and their widths, how close the rows stand, where it opens."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    grid = models.CharField(max_length=40)
    columns = ArrayField(models.CharField(max_length=40), db_default=[], default=list)
    widths = models.JSONField(db_default={}, default=dict)
    dense = models.BooleanField(db_default=False, default=False)
    # The view that it opens with: one of the grid's own by its name, or a saved one by its number.
    home = models.CharField(max_length=60, db_default="", default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "grid"], name="grid_setting_once")]


class Presence(models.Model):
    """Somebody has a page open: which thing it shows, whether he is changing it, and since when he was last seen there."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=20)
    key = models.BigIntegerField()
    changing = models.BooleanField(db_default=False, default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "key", "user"], name="presence_once")]


class ApiKey(models.Model):
    """A key of another program: hashed, scoped, revocable."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    prefix = models.CharField(max_length=16, verbose_name=_("Prefix"))
    secret_hash = models.CharField(max_length=64, unique=True)
    capabilities = ArrayField(models.CharField(max_length=40), verbose_name=_("Capabilities"), default=list)
    created_at = models.DateTimeField(verbose_name=_("Created"))
    # Who knows its secret: where two people have to agree, what it asks for is asked by him.
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("Made by"))
    revoked_at = models.DateTimeField(null=True, blank=True, verbose_name=_("Revoked"))
    # When somebody came with it last, to some minutes.
    used_at = models.DateTimeField(null=True, verbose_name=_("Last used"))

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """What a key was changed for, for an hour: a token of OAuth 2, hashed, with the same rights or fewer."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    capabilities = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField()
