"""The first login: a new house has an owner, who adds everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from kontor.access.tables import User
from kontor.cli.main import app
from kontor.kernel.clock import read_clock
from kontor.platform.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "a-long-and-quiet-password"


def add_owner(password: str = LONG, again: str | None = None):
    typed = f"{password}\n{again or password}\n"
    return CliRunner().invoke(app, ["add-owner", "dana", "--email", "dana@example.org"], input=typed)


class TestAnOwner:
    def test_logs_in_and_may_do_everything(self, monkeypatch):
        monkeypatch.setattr("kontor.cli.bootstrap.open_furnished_house", lambda: None)
        assert add_owner().exit_code == 0

        office = Client()
        answer = office.post(reverse("admin:login"), {"login": "dana", "password": LONG}, follow=True)
        assert answer.status_code == 200
        for page in ("legal_entities_legalentity_add", "access_user_add", "channels_channel_add"):
            assert office.get(reverse(f"admin:{page}")).status_code == 200
        assert AuditEntry.objects.filter(verb="create_owner").count() == 1

    @pytest.mark.parametrize("password", ["12345678", "short"])
    def test_needs_a_password_that_nobody_guesses(self, monkeypatch, password):
        monkeypatch.setattr("kontor.cli.bootstrap.open_furnished_house", lambda: None)

        assert add_owner(password).exit_code == 2
        assert not User.objects.exists()

    def test_has_a_name_of_his_own(self, monkeypatch):
        monkeypatch.setattr("kontor.cli.bootstrap.open_furnished_house", lambda: None)
        add_owner()

        assert add_owner().exit_code == 2
        assert User.objects.count() == 1


def guess(name: str, address: str, times: int = 1):
    """Log in with a wrong password so often, and return the last answer."""
    for _ in range(times):
        answer = Client(REMOTE_ADDR=address).post(reverse("admin:login"), {"login": name, "password": "wrong"})
    return answer


class TestGuessing:
    def test_shuts_one_name_out_from_that_address_and_from_no_other(self):
        User.objects.create_user("dana", password=LONG, is_staff=True)

        closed = guess("dana", "203.0.113.7", 6)
        office = Client(REMOTE_ADDR="198.51.100.4")
        office.post(reverse("admin:login"), {"login": "dana", "password": LONG})

        assert (closed.status_code, closed["Retry-After"]) == (429, "900")
        assert "Zu viele falsche Passwörter" in closed.content.decode()
        assert office.get(reverse("admin:index")).status_code == 200
        assert AuditEntry.objects.filter(verb="shut_out").exists()

    def test_many_names_from_one_address_is_no_way_round_it(self):
        User.objects.create_user("dana", password=LONG, is_staff=True)
        for number in range(30):
            assert guess(f"name{number}", "203.0.113.7").status_code == 200

        closed = Client(REMOTE_ADDR="203.0.113.7").post(reverse("admin:login"), {"login": "dana", "password": LONG})
        open_to_others = Client(REMOTE_ADDR="198.51.100.4").post(
            reverse("admin:login"), {"login": "dana", "password": LONG}
        )

        assert closed.status_code == 429
        assert open_to_others.status_code == 302

    def test_addresses_of_one_line_are_one_address(self):
        """A household has 2^64 addresses of version 6; it is one guesser."""
        for number in range(30):
            guess(f"name{number}", f"2001:db8:0:1::{number + 1:x}")

        assert guess("another", "2001:db8:0:1:ffff::1").status_code == 429
        assert guess("another", "2001:db8:0:2::1").status_code == 200

    def test_knocking_on_does_not_keep_the_door_shut(self):
        User.objects.create_user("dana", password=LONG, is_staff=True)
        guess("dana", "203.0.113.7", 6)
        AccessAttempt.objects.update(attempt_time=read_clock() - timedelta(minutes=14))

        guess("dana", "203.0.113.7", 3)
        AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
        later = Client(REMOTE_ADDR="203.0.113.7").post(reverse("admin:login"), {"login": "dana", "password": LONG})

        assert later.status_code == 302
