"""Stock, picking, packing, handing over."""
