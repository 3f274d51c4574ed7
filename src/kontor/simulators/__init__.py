"""Programs that play the other side over real HTTP; they see the kernel only."""
