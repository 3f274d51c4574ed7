"""Lists and forms of the back office (Unfold): master data is edited here, everything else is shown here."""

from kontor.backoffice.admin import channels, masters, orders, papers

__all__ = ["channels", "masters", "orders", "papers"]
