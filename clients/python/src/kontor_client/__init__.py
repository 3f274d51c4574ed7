"""Kontor from Python: orders, stock, articles, customers, money and news, typed."""

from kontor_client.api import Api as Kontor
from kontor_client.transport import Problem
from kontor_client.webhooks import NotOurs, open_webhook

__all__ = ["Kontor", "NotOurs", "Problem", "open_webhook"]
