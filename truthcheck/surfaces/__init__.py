"""Documents to surfaces: what an API really offers, compiled once and read lazily."""
