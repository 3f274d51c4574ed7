"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from kontor.backoffice.orders import buttons, change, entry, order, papers

PATHS = [
    # Where the list of orders was before it became a grid.
    path("orders/order/", RedirectView.as_view(url="/office/grid/orders/", query_string=False), name="orders_before"),
    path("order/enter/", entry.show_entry, name="order_enter"),
    path("order/enter/buyers/", entry.find_buyers, name="order_enter_buyers"),
    path("order/enter/articles/", entry.find_articles, name="order_enter_articles"),
    path("order/enter/line/", entry.add_line, name="order_enter_line"),
    path("order/enter/sum/", entry.calculate, name="order_enter_sum"),
    path("order/enter/place/", entry.enter, name="order_enter_place"),
    path("order/<int:order_id>/", order.show_order, name="order"),
    path("order/<int:order_id>/change/", change.show_change, name="order_change"),
    path("order/<int:order_id>/change/sum/", change.calculate_change, name="order_change_sum"),
    path("order/<int:order_id>/change/save/", change.save_change, name="order_change_save"),
    path("order/<int:order_id>/paper/<slug:kind>/", papers.write_paper, name="order_paper"),
    path("order/<int:order_id>/paper/<slug:kind>/<int:shipment_id>/", papers.write_paper, name="shipment_paper"),
    path("order/<int:order_id>/<slug:verb>/", buttons.press_button, name="order_verb"),
    path("file/<str:sha256>/", papers.download, name="file"),
]
