"""The server of the Model Context Protocol: a merchant's assistant asks and acts by the REST API, with the rights of its key."""
