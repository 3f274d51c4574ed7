"""The walk: the only place where two rooms are joined. ``routes.py`` says who hears which news."""
