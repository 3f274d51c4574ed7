"""Tables of articles, stock, prices and customers: read, understood column by column, worked on row by row."""
