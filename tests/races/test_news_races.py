"""Two that tell news of one order at the same moment: the one that came second tells it again, and nobody is blamed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kontor.kernel.actor import SYSTEM
from kontor.payments.public import PaymentSecured
from kontor.platform.models import Event
from kontor.platform.post.outbox import publish
from kontor.platform.sql.blame import is_data_fault, is_house_trouble


def test_news_of_one_version_are_told_again_and_not_set_aside(real_shop):
    with transaction.atomic():
        publish([PaymentSecured(77)], at=real_shop.at, by=SYSTEM)
    first = Event.objects.get(subject="order", key=77)

    with pytest.raises(IntegrityError) as met, transaction.atomic():
        Event.objects.create(
            id=first.id + 1_000_000, name=first.name, subject="order", key=77, version=first.version, payload={},
            at=real_shop.at, by="x",
        )  # fmt: skip

    assert is_house_trouble(met.value)
    assert not is_data_fault(met.value)


def test_a_row_that_is_there_already_is_the_senders_fault(real_shop):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(real_shop.channel).objects.create(
            code=real_shop.channel.code, name="x", kind="shop", legal_entity=real_shop.channel.legal_entity
        )

    assert is_data_fault(refused.value)
    assert not is_house_trouble(refused.value)
