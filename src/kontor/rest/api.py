"""The address book of the API."""

from ninja import NinjaAPI

api = NinjaAPI(title="Kontor", version="1", urls_namespace="api")
