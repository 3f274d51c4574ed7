"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.warehouse import packing, picking, stock

PATHS = [
    path("pick/", picking.pick_page, name="pick"),
    path("pick/start/", picking.start_round, name="pick_start"),
    path("pick/<int:pick_list_id>/", picking.pick_list_page, name="pick_list"),
    path("pick/<int:pick_list_id>/scan/", picking.scan_piece, name="pick_scan"),
    path("pick/task/<int:task_id>/", picking.pick_one, name="pick_task"),
    path("pack/", packing.pack_page, name="pack"),
    path("pack/<int:fulfilment_order_id>/", packing.pack_one, name="pack_one"),
    path("pack/numbers/", packing.enter_numbers, name="pack_numbers"),
    path("hand-over/", packing.hand_over, name="hand_over"),
    path("stock/<int:sku_id>/", stock.show_stock, name="stock"),
    path("stock/<int:sku_id>/<slug:verb>/", stock.book_stock, name="stock_book"),
]
