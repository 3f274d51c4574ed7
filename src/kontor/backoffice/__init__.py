"""Pages for people: parse, authorise, open the transaction, one command, show the result."""
