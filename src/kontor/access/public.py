"""The front door of access."""

from kontor.access.errors import (
    GrantTooMuch,
    KeyRefused,
    LastOwner,
    ListMailUnknown,
    LocaleUnknown,
    NotAllowed,
    ReadersWrong,
    RhythmUnknown,
    ScopeRefused,
    TooManyViews,
    ViewNotNamed,
    ViewTooLong,
    ViewUnknown,
)
from kontor.access.queries import (
    GridRow,
    KeyHolder,
    ListMailRow,
    PresentRow,
    ViewRow,
    check_grant,
    find_key_holder,
    find_list_mail,
    get_grid_setting,
    has_users,
    keep_owner,
    list_list_mails,
    list_present,
    list_views,
    lock_people,
    person_behind,
    rights_of,
)
from kontor.access.rules import CAPABILITIES, FIRST_ROLES, RHYTHMS, Limits, is_allowed, is_worn
from kontor.access.use_cases.create_owner import create_owner
from kontor.access.use_cases.drop_view import drop_view
from kontor.access.use_cases.keep_view import NewView, keep_view
from kontor.access.use_cases.keys.create_api_key import create_api_key
from kontor.access.use_cases.keys.issue_token import IssuedToken, issue_token
from kontor.access.use_cases.keys.note_key_used import note_key_used
from kontor.access.use_cases.keys.revoke_api_key import revoke_api_key
from kontor.access.use_cases.list_mails.claim_list_mails import claim_list_mails
from kontor.access.use_cases.list_mails.drop_list_mail import drop_list_mail
from kontor.access.use_cases.list_mails.keep_list_mail import ListMailWish, keep_list_mail
from kontor.access.use_cases.list_mails.note_list_mail import note_list_mail
from kontor.access.use_cases.note_login import note_login
from kontor.access.use_cases.note_presence import GONE_AFTER, note_presence
from kontor.access.use_cases.set_grid import set_grid
from kontor.access.use_cases.set_locale import set_locale

__all__ = [
    "CAPABILITIES",
    "FIRST_ROLES",
    "GONE_AFTER",
    "RHYTHMS",
    "GrantTooMuch",
    "GridRow",
    "IssuedToken",
    "KeyHolder",
    "KeyRefused",
    "LastOwner",
    "Limits",
    "ListMailRow",
    "ListMailUnknown",
    "ListMailWish",
    "LocaleUnknown",
    "NewView",
    "NotAllowed",
    "PresentRow",
    "ReadersWrong",
    "RhythmUnknown",
    "ScopeRefused",
    "TooManyViews",
    "ViewNotNamed",
    "ViewRow",
    "ViewTooLong",
    "ViewUnknown",
    "check_grant",
    "claim_list_mails",
    "create_api_key",
    "create_owner",
    "drop_list_mail",
    "drop_view",
    "find_key_holder",
    "find_list_mail",
    "get_grid_setting",
    "has_users",
    "is_allowed",
    "is_worn",
    "issue_token",
    "keep_list_mail",
    "keep_owner",
    "keep_view",
    "list_list_mails",
    "list_present",
    "list_views",
    "lock_people",
    "note_key_used",
    "note_list_mail",
    "note_login",
    "note_presence",
    "person_behind",
    "revoke_api_key",
    "rights_of",
    "set_grid",
    "set_locale",
]
