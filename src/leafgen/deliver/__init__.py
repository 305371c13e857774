"""Out of the house: only what is proven gets its final name."""
