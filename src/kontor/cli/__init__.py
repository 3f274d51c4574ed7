"""The command ``kontor``: parse, open one transaction, one command, show the result."""
