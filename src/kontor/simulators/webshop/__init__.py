"""A webshop that sells what Kontor lists and sends its orders over Kontor's own order API."""
