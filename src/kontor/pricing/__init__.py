"""Totals and VAT: rates by country, class and date; every line exact to the cent under a named rounding mode."""
