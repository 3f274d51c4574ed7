"""Files of other programs: uploaded, understood column by column, looked at, tried, taken in, taken back."""
