"""Both halves of the reader of a package in one: its modules, and its classes.

`FullReader` asks for all of them ahead of time, a project's lazy index for those that a call needs.
"""

from __future__ import annotations

from truthcheck.sdks.source.members.class_reader import ClassReader
from truthcheck.sdks.source.members.module_reader import ModuleReader


class MemberReader(ModuleReader, ClassReader):
    """Of a module: `names` and `named`; of a class: `members` and `member`."""
