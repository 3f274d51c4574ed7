"""What joins the areas: the dashboard, what waits, the search, the doors, the trail."""
