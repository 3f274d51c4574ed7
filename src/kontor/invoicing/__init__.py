"""Invoices: issued per shipment with gapless numbers per legal entity and year, immutable from then on."""
