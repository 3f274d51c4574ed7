"""Who buys: people and companies with their addresses; the same buyer is matched, a new one created."""
