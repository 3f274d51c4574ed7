"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from kontor.backoffice.orders import buttons, order, papers

PATHS = [
    # Where the list of orders was before it became a grid.
    path("orders/order/", RedirectView.as_view(url="/office/grid/orders/", query_string=False), name="orders_before"),
    path("order/<int:order_id>/", order.show_order, name="order"),
    path("order/<int:order_id>/paper/<slug:kind>/", papers.write_paper, name="order_paper"),
    path("order/<int:order_id>/paper/<slug:kind>/<int:shipment_id>/", papers.write_paper, name="shipment_paper"),
    path("order/<int:order_id>/<slug:verb>/", buttons.press_button, name="order_verb"),
    path("file/<str:sha256>/", papers.download, name="file"),
]
