"""Many rows with one statement; locks in one order; the same request, the same answer."""
