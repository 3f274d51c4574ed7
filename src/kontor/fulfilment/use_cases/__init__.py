"""The verbs of fulfilment, one file each."""
