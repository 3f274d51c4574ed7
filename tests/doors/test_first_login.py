"""The first login: a new house has an owner, who adds everybody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from kontor.access.public import User
from kontor.cli.main import app
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
        answer = office.post(reverse("admin:login"), {"username": "dana", "password": LONG}, follow=True)
        assert answer.status_code == 200
        for page in ("platform_legalentity_add", "access_user_add", "channels_channel_add"):
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
