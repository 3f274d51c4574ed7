"""Kontor's admin site: Unfold's, with the pages of the daily work added."""

from __future__ import annotations

from unfold.sites import UnfoldAdminSite


class KontorSite(UnfoldAdminSite):
    """The back office."""
