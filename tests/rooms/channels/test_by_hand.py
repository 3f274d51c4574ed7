"""What a person decides about a channel: a difference is settled, a message discarded, an intent dropped, a file handed in."""

from __future__ import annotations

import pytest

from kontor.channels.errors import MessageUnknown, NotConnected
from kontor.channels.public import (
    DiscrepancyKind,
    FoundDiscrepancy,
    IntentKind,
    NewChannel,
    NewIntent,
    UploadRefused,
    close_discrepancy,
    discard_message,
    drop_intent,
    find_channel,
    keep_upload,
    open_channel,
    record_discrepancies,
    tell_channel,
)
from kontor.channels.tables import ChannelIntent, Connection, Discrepancy, InboundMessage
from lives import set_state


def connected(shop, folder) -> None:
    Connection.objects.create(
        channel=shop.channel, connector="files", orders_until=shop.at, next_poll_at=shop.at, connected_at=shop.at,
        settings={"folder": str(folder)},
    )  # fmt: skip


def test_close_discrepancy_takes_it_off_the_list_until_it_is_found_again(shop):
    found = [FoundDiscrepancy(DiscrepancyKind.STOCK, "L-001", "3", "10", "changed there")]
    record_discrepancies(channel_id=shop.channel.id, found=found, at=shop.at)

    for _ in range(2):
        close_discrepancy(discrepancy_id=Discrepancy.objects.get().id, at=shop.at, by=shop.by)

    assert Discrepancy.objects.filter(repaired_at=None).count() == 0
    assert record_discrepancies(channel_id=shop.channel.id, found=found, at=shop.at) == 1


def test_discard_message_ends_what_is_in_quarantine_and_nothing_else(shop):
    message = InboundMessage.objects.create(
        channel="shop", kind="order/json", external_id="X", body=b"{}", received_at=shop.at
    )
    with pytest.raises(MessageUnknown):
        discard_message(message_id=message.id, at=shop.at, by=shop.by)
    set_state(InboundMessage.objects.filter(id=message.id), "quarantined", code="orders.no_lines")

    discard_message(message_id=message.id, at=shop.at, by=shop.by)

    message.refresh_from_db()
    assert (message.state, bytes(message.body)) == ("discarded", b"{}")
    with pytest.raises(MessageUnknown):
        discard_message(message_id=message.id, at=shop.at, by=shop.by)


def test_drop_intent_gives_up_what_the_channel_refused_alone(shop, tmp_path):
    connected(shop, tmp_path)
    order = shop.place((1, "LAMP"))
    told = NewIntent("refund:1", shop.channel.id, IntentKind.REFUND, order.id, order.external_id, {})
    tell_channel(intents=[told], at=shop.at)

    waiting = drop_intent(kind=IntentKind.REFUND, reference="refund:1", at=shop.at, by=shop.by)
    set_state(ChannelIntent.objects.all(), "failed", ended_at=shop.at)
    refused = drop_intent(kind=IntentKind.REFUND, reference="refund:1", at=shop.at, by=shop.by)
    again = drop_intent(kind=IntentKind.REFUND, reference="refund:1", at=shop.at, by=shop.by)

    assert (waiting, refused, again) == (False, True, False)
    assert ChannelIntent.objects.get().state == "dropped"


class TestKeepUpload:
    def keep(self, shop, name: str = "orders.csv", content: bytes = b"a;b\n"):
        return keep_upload(channel_id=shop.channel.id, name=name, content=content, at=shop.at, by=shop.by)

    def test_puts_a_file_where_the_channels_files_come_in(self, shop, tmp_path):
        connected(shop, tmp_path)

        place = self.keep(shop, "../../etc/Bestellungen März.csv")

        assert (place.parent, place.read_bytes()) == (tmp_path / "orders", b"a;b\n")

    @pytest.mark.parametrize(("name", "content"), [("orders.exe", b"a"), ("orders", b"a"), ("orders.csv", b"")])
    def test_takes_nothing_that_cannot_be_orders(self, shop, tmp_path, name, content):
        connected(shop, tmp_path)

        with pytest.raises(UploadRefused):
            self.keep(shop, name, content)

    def test_follows_no_link_out_of_the_folder(self, shop, tmp_path):
        (tmp_path / "theirs").mkdir()
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "orders").symlink_to(tmp_path / "theirs")
        connected(shop, tmp_path / "mine")

        with pytest.raises(UploadRefused):
            self.keep(shop)

    def test_needs_a_folder(self, shop):
        with pytest.raises(NotConnected):
            self.keep(shop)


@pytest.mark.parametrize(
    ("capabilities", "kind"), [(["collects_payment", "issues_invoice"], "marketplace"), (["split_shipment"], "shop")]
)
def test_open_channel_makes_it_as_its_connector_describes_it(shop, capabilities, kind):
    new = NewChannel("neu", "Neuer Kanal", shop.channel.legal_entity_id, capabilities, "AT")

    channel_id = open_channel(new=new, at=shop.at, by=shop.by)

    found = find_channel("neu")
    assert (found.id, found.kind, found.capabilities) == (channel_id, kind, sorted(capabilities))
