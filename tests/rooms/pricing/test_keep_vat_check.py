"""What the register answered is kept for ever as it came."""

from __future__ import annotations

from datetime import timedelta

from kontor.platform.models import Event
from kontor.pricing.ports import VatAnswer
from kontor.pricing.public import is_vat_id_in_use, keep_vat_check
from kontor.pricing.tables import VatCheck


def test_each_answer_is_kept_and_told_to_the_orders_that_wait_for_it(shop):
    order = shop.place((1, "LAMP"))
    told = {"valid": True, "requestIdentifier": "WAPIAAAA"}
    answer = VatAnswer(True, "Firma " + "x" * 300, "Wien", "WAPIAAAA", told)

    for _ in range(2):
        keep_vat_check(
            vat_id="ATU12345678", asker="DE136695976", answer=answer, order_ids=[order.id], at=shop.at, by=shop.by
        )

    kept = VatCheck.objects.first()
    assert (VatCheck.objects.count(), kept.told, len(kept.name)) == (2, told, 200)
    assert Event.objects.filter(name="VatIdChecked", key=order.id).count() == 2
    assert is_vat_id_in_use("ATU12345678", since=shop.at - timedelta(days=1))
    assert is_vat_id_in_use("ATU12345678", since=shop.at + timedelta(days=1)) is None
