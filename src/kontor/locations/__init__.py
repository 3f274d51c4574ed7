"""Where stock is: warehouses, stores and third-party nodes with calendar, cut-off time and capacity."""
