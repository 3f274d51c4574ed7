"""Articles are found as people ask for them: by the beginning of a number, a part of a name, a whole barcode."""

from __future__ import annotations

import pytest

from kontor.catalog.public import SkuUnknown, find_skus, get_sku

pytestmark = pytest.mark.django_db(transaction=True)


class TestFindSkus:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("lam", {"LAMP"}), ("OOK", set()), ("lampe", {"LAMP"}), ("4006381333931", {"LAMP"}), ("400638133393", set()),
            ("vase", {"VASE"}), ("E", {"LAMP", "VASE", "GIFT"}), ("", {"LAMP", "VASE", "BOOK", "GIFT"}),
        ],
    )  # fmt: skip
    def test_looks_at_number_name_and_barcode(self, real_shop, asked, found):
        assert find_skus(asked, most=10) == {real_shop.skus[code] for code in found}

    def test_returns_no_more_than_was_asked_for_of_each(self, real_shop):
        assert len(find_skus("", most=2)) == 2


class TestGetSku:
    def test_is_refused_where_no_article_has_that_number(self, real_shop):
        with pytest.raises(SkuUnknown):
            get_sku("NOBODY")
