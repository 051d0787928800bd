"""The nouns: frozen, inert, without input or output.

Imports nothing else of the package.
"""
