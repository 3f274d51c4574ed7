"""The pages of this area and their addresses."""

from __future__ import annotations

from django.urls import path

from kontor.backoffice.master_data import article, article_buttons, customer

PATHS = [
    path("customer/new/", customer.show_new_customer, name="customer_new"),
    path("customer/enter/", customer.enter_customer, name="customer_enter"),
    path("customer/<int:customer_id>/", customer.show_customer, name="customer"),
    path("customer/<int:customer_id>/<slug:verb>/", customer.press_customer, name="customer_verb"),
    path("article/new/", article.show_new, name="article_new"),
    path("article/enter/", article_buttons.enter_article, name="article_enter"),
    path("article/sku/<int:sku_id>/", article.open_sku, name="article_sku"),
    path("article/<int:product_id>/", article.show_article, name="article"),
    path("article/<int:product_id>/<slug:verb>/", article_buttons.press_article, name="article_verb"),
]
