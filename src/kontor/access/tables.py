"""The tables of access, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.access.models import ApiKey, ApiToken, GridSetting, ListMail, Presence, Role, SavedView, User

__all__ = [
    "ApiKey",
    "ApiToken",
    "GridSetting",
    "ListMail",
    "Presence",
    "Role",
    "SavedView",
    "User",
]
