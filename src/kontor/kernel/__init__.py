"""The ground: money, time, ids, errors. It knows no Django and no business room."""
