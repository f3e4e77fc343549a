"""Ports: what the product needs of the world, as protocols. They import records; the clock is in `drawing.clock`."""
