"""Type checkers and truthcheck over the same wrong and right lines."""
