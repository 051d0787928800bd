"""The version, on the ground floor: rooms that tell it need nothing else of the package."""

__version__ = "0.1.0"
