"""Tables that serve every room."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One piece of news, kept for ever; jobs carry it to its listeners."""

    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=12)
    key = models.BigIntegerField()
    version = models.IntegerField()
    payload = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "key", "version"], name="event_version_unique")]


class Delivery(models.Model):
    """A listener heard an event: the proof that it is never heard twice."""

    event = models.ForeignKey("platform.Event", models.RESTRICT, related_name="+", db_index=False)
    listener = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "listener"], name="delivery_once")]


class SetAside(models.Model):
    """News that a listener could not follow: kept with the reason until somebody retries it, with success."""

    event = models.ForeignKey("platform.Event", models.RESTRICT, related_name="+", verbose_name=_("Event"))
    listener = models.CharField(max_length=60, verbose_name=_("Listener"))
    code = models.CharField(max_length=80, verbose_name=_("Error code"))
    reason = models.TextField(verbose_name=_("Reason"))
    at = models.DateTimeField(verbose_name=_("At"))
    attempts = models.PositiveIntegerField(db_default=1, verbose_name=_("Attempts"))
    closed_at = models.DateTimeField(null=True, verbose_name=_("Settled"))

    class Meta:
        verbose_name = _("Failed job")
        verbose_name_plural = _("Failed jobs")
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], condition=Q(closed_at=None), name="set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.listener} {self.event_id}"


class IdempotencyKey(models.Model):
    """The answer that was given to a request; the same request gets the same answer."""

    principal = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "key"], name="idempotency_key_once")]


class AuditEntry(models.Model):
    """Who changed what, when, from what to what. Append-only (a trigger refuses changes)."""

    at = models.DateTimeField(verbose_name=_("At"))
    by = models.CharField(max_length=80, verbose_name=_("By"))
    verb = models.CharField(max_length=60, verbose_name=_("Action"))
    subject = models.CharField(max_length=40, verbose_name=_("Subject"))
    key = models.BigIntegerField(verbose_name=_("Key"))
    before = models.JSONField(null=True, verbose_name=_("Before"))
    after = models.JSONField(null=True, verbose_name=_("After"))

    class Meta:
        verbose_name = _("Audit entry")
        verbose_name_plural = _("Audit trail")
        indexes = [models.Index(fields=["subject", "key", "at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.key}"


class StoredFile(models.Model):
    """A file under KONTOR_HOME/files, named by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    # Its bytes are gone, since nobody needs them any more; that it was here stays.
    forgotten_at = models.DateTimeField(null=True)


class Counter(models.Model):
    """A gapless counter: its row is locked from the draw to the commit, so it is drawn last."""

    name = models.CharField(max_length=80, unique=True)
    last = models.BigIntegerField(db_default=0)


class RateLevel(models.Model):
    """How many calls a stranger still allows at once: a token bucket that all workers share. Below nothing is a debt."""

    owner = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    level = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="rate_level_of_an_account")]


class RunState(models.TextChoices):
    """Where a long piece of work stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunReport(models.Model):
    """What a long piece of work found and did: an import, a reconciliation. Resumable work keeps its place here."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=RunState.choices, db_default=RunState.RUNNING)
    progress = models.JSONField(default=dict)
    report = models.JSONField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "fingerprint"], name="run_report_by_file")]


class BulkJob(models.Model):
    """One verb for many rows of a grid, because somebody asked for it; ``undoes``: the job that it takes back."""

    grid = models.CharField(max_length=40, verbose_name=_("List"))
    verb = models.CharField(max_length=40, verbose_name=_("Action"))
    facts = models.JSONField(db_default={})
    undoes = models.OneToOneField("self", models.RESTRICT, null=True, related_name="+")
    asked_at = models.DateTimeField(verbose_name=_("Asked"))
    asked_by = models.CharField(max_length=80, verbose_name=_("By"))
    started_at = models.DateTimeField(null=True, verbose_name=_("Started"))
    ended_at = models.DateTimeField(null=True, verbose_name=_("Ended"))
    stopped_at = models.DateTimeField(null=True, verbose_name=_("Stopped"))

    class Meta:
        verbose_name = _("Bulk job")
        verbose_name_plural = _("Bulk jobs")


class BulkRow(models.Model):
    """A row that a bulk job works on, and what came of it: done, nothing to do, refused with the reason, left out."""

    job = models.ForeignKey(BulkJob, models.RESTRICT, related_name="rows", db_index=False)
    key = models.BigIntegerField()
    name = models.CharField(max_length=80)
    # What it is to be done with, and what was before it was done: by that it is taken back.
    told = models.JSONField(db_default={}, default=dict)
    kept = models.JSONField(db_default={}, default=dict)
    outcome = models.CharField(max_length=8, db_default="")
    reason = models.TextField(db_default="")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], name="bulk_row_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "done", "same", "refused", "left"]), name="bulk_outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["job", "id"], condition=Q(outcome=""), name="bulk_row_to_do")]


class ImportProfile(models.Model):
    """What the columns of a kind of file mean, remembered under a name."""

    kind = models.CharField(_("Kind"), max_length=20)
    name = models.CharField(_("Name"), max_length=60)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Import profile")
        verbose_name_plural = _("Import profiles")
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="import_profile_once")]

    def __str__(self) -> str:
        return self.name


class ImportFile(models.Model):
    """A file that somebody wants taken in: what it holds, what its columns mean, and the work that came of it."""

    kind = models.CharField(_("Kind"), max_length=20)
    name = models.CharField(_("File"), max_length=200)
    file = models.ForeignKey(StoredFile, models.RESTRICT, related_name="+")
    content = models.JSONField(db_default={}, default=dict)
    rows = models.PositiveIntegerField(_("Rows"), db_default=0, default=0)
    # A table is worked on as a bulk job, orders as a run of their own.
    job = models.OneToOneField(BulkJob, models.RESTRICT, null=True, related_name="+")
    run = models.ForeignKey("platform.RunReport", models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField(_("Uploaded"))
    by = models.CharField(_("By"), max_length=80)

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Imports")

    def __str__(self) -> str:
        return self.name


class Alarm(models.Model):
    """Something is wrong and somebody ought to know: told once, until it is over or somebody wants quiet."""

    kind = models.CharField(_("Kind"), max_length=20)
    # Which of its kind: the code of a channel; empty where all of a kind are one alarm.
    key = models.CharField(max_length=60, db_default="", default="")
    # How many things it is about, and how it is called.
    count = models.PositiveIntegerField(_("Count"))
    name = models.CharField(_("Name"), max_length=200, db_default="", default="")
    raised_at = models.DateTimeField(_("Since"))
    told_at = models.DateTimeField(null=True)
    quiet_until = models.DateTimeField(_("Quiet until"), null=True)
    quiet_by = models.CharField(max_length=80, db_default="", default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Alarm")
        verbose_name_plural = _("Alarms")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], condition=Q(ended_at=None), name="alarm_once")]


class AlarmReader(models.Model):
    """Who is told of alarms by mail."""

    address = models.EmailField(_("E-mail"), max_length=254, unique=True)
    language = models.CharField(_("Language"), max_length=5, db_default="de", default="de")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Reader of alarms")
        verbose_name_plural = _("Readers of alarms")

    def __str__(self) -> str:
        return self.address


class FeedEntry(models.Model):
    """The place of an event in the feed: given once the event is there for good, by one at a time, without a gap."""

    place = models.BigIntegerField(primary_key=True)
    event = models.ForeignKey("platform.Event", models.RESTRICT, related_name="+", db_constraint=False, db_index=False)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event"], name="feed_event_once")]


class FeedMark(models.Model):
    """How far the feed is: events up to ``settled`` have their place or get none; ``next_settled`` becomes that in a while."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last_place = models.BigIntegerField(db_default=0, default=0)
    settled = models.BigIntegerField()
    next_settled = models.BigIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="feed_has_one_mark")]
