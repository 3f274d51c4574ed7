"""Taking in what other programs wrote: orders by a profile, and tables of articles, stock, prices and customers."""
