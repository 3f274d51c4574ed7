"""Pick, pack, hand over: fulfilment orders per location, pick lists, shipments."""
