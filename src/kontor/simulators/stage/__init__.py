"""What all simulators of channels share: a world with buyers, an HTTP server, a plan of faults, a log of what was told."""
