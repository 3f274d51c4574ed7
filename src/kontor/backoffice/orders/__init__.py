"""The order: found, shown, pressed, printed."""
