"""Which folders of the server a channel may exchange files with: those that the operator named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from kontor.channels.errors import AccessIncomplete
from kontor.channels.public import Access, connect_channel
from kontor.channels.tables import Connection
from kontor.platform.start.environment import home

pytestmark = pytest.mark.django_db


class TestAFolder:
    def connect(self, shop, folder) -> None:
        settings = {
            "folder": str(folder), "decimal": ",", "country": "DE", "currency": "EUR", "timezone": "Europe/Berlin",
        }  # fmt: skip
        with transaction.atomic():
            connect_channel(
                channel_id=shop.channel.id, access=Access("files", "", settings, {}), since=shop.at - timedelta(days=1),
                at=shop.at,
                by=shop.by,
            )  # fmt: skip

    @pytest.mark.parametrize("place", ["/", "/root", "/etc", "/srv/../etc", "/srv", "."])
    def test_that_nobody_named_is_not_read(self, shop, monkeypatch, place):
        monkeypatch.setenv("KONTOR_FOLDERS", "/srv")

        with pytest.raises(AccessIncomplete, match="KONTOR_FOLDERS"):
            self.connect(shop, place)

        assert not Connection.objects.exists()

    def test_of_the_house_is_none_even_below_a_named_one(self, shop, monkeypatch):
        monkeypatch.setenv("KONTOR_FOLDERS", "/")

        with pytest.raises(AccessIncomplete, match="own"):
            self.connect(shop, home() / "keys")

    def test_below_a_named_one_is_taken(self, shop, tmp_path):
        self.connect(shop, tmp_path)

        assert Connection.objects.get().settings["folder"] == str(tmp_path)
