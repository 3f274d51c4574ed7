"""Events and the jobs that carry them: written with their cause, delivered once, worked off."""
