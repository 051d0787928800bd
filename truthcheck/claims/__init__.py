"""User's source -> calls. Only `lower` sees libcst; everything behind it works on `ir`."""
