"""Who may do what: users, roles that grant capabilities, API keys.

A capability is a room and a right: ``orders:read``, ``orders:write``. Roles and keys hold lists of them; ``*`` is all.
"""
