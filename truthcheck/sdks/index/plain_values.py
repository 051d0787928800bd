"""Names of the values that Python itself has: methods of text, lists and dictionaries."""

from __future__ import annotations

import builtins

from truthcheck.sdks.index.values import NoMember, Open, StepValue


def of_builtin(word: str, name: str) -> StepValue:
    """`name` of a value of the built-in type `word`."""
    if hasattr(getattr(builtins, word, None), name):
        return Open(f"a method of {word}")
    return Open("None or nothing") if word == "None" else NoMember(name, word, (), True)
