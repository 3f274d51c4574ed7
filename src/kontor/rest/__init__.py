"""The REST API: parse, authorise, open the transaction, one command, answer."""
