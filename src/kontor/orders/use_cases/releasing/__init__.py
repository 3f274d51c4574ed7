"""Orders on their way to a warehouse: held, secured, released, short, moved: a verb a file."""
