"""The rows of the API's lists: what is told of each, from the front doors of the rooms."""
