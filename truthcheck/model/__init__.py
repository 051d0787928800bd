"""The nouns: frozen, inert, without input or output."""
