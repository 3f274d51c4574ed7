"""The lists and forms of all areas, where Django's admin looks for them."""

from kontor.backoffice.books import lists as books
from kontor.backoffice.channels import lists as channels
from kontor.backoffice.home import lists as home
from kontor.backoffice.master_data import articles, customers, legal_entities, letters, people, places, prices
from kontor.backoffice.money import lists as money
from kontor.backoffice.warehouse import lists as warehouse

__all__ = [
    "articles", "books", "channels", "customers", "home", "legal_entities", "letters", "money", "people", "places",
    "prices", "warehouse",
]  # fmt: skip
