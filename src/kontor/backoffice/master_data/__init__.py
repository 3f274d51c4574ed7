"""What is entered once: articles, customers, locations, prices, legal entities, people."""
