"""The one exception that reaches the user as a sentence instead of a traceback."""

from __future__ import annotations


class TruthcheckError(Exception):
    """The run cannot go on (exit code 2). `message` is one line; `hint` is the remedy, one line."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(TruthcheckError):
    """A configuration or rule file is wrong: the message names file, key and what was expected."""


class RuleError(TruthcheckError):
    """A rule, its page and the checks that speak of it do not belong together."""


class SurfaceError(TruthcheckError):
    """A surface is missing, damaged or from a newer format."""


class DocumentError(TruthcheckError):
    """A document cannot be compiled or fetched."""
