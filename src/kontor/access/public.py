"""The front door of access."""

from kontor.access.errors import GrantTooMuch, LastOwner, NotAllowed
from kontor.access.queries import KeyHolder, check_grant, find_key_holder, has_users, keep_owner, rights_of
from kontor.access.rules import CAPABILITIES, is_allowed
from kontor.access.use_cases.create_api_key import create_api_key
from kontor.access.use_cases.create_owner import create_owner
from kontor.access.use_cases.note_login import note_login
from kontor.access.use_cases.revoke_api_key import revoke_api_key

__all__ = [
    "CAPABILITIES",
    "GrantTooMuch",
    "KeyHolder",
    "LastOwner",
    "NotAllowed",
    "check_grant",
    "create_api_key",
    "create_owner",
    "find_key_holder",
    "has_users",
    "is_allowed",
    "keep_owner",
    "note_login",
    "revoke_api_key",
    "rights_of",
]
