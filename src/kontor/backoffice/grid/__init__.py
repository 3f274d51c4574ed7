"""The page of grids: one page for every grid of the house, its views, its bulk jobs, its side preview."""
