"""The platform: what serves every room and knows none of them."""
