"""Python, as `claims/language.py` asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truthcheck.claims import ir
    from truthcheck.claims.engine.frame import Frame
    from truthcheck.claims.engine.meaning import Meaning
    from truthcheck.claims.language import Comment, Find, Language, Resolver
    from truthcheck.claims.reach.outline import Outline


class Python:
    """What reads files is imported when a file is read: a hook that only asks for suffixes must start at once."""

    name = "Python"
    suffixes: tuple[str, ...] = (".py", ".pyw")
    stubs: tuple[str, ...] = (".pyi",)
    takes_any = True  # scripts often have no suffix
    skipped = frozenset(
        (
            *(".eggs", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d", ".pyenv", ".pytest_cache", ".pytype"),
            *(".ruff_cache", ".tox", ".venv", "__pycache__", "__pypackages__", "site-packages", "venv"),
        )
    )
    foreign: tuple[str, ...] = ("pyvenv.cfg",)
    packages: tuple[str, ...] = ("__init__.py",)

    def decode(self, source: bytes) -> str:
        from truthcheck.claims.languages.python.parse.encoding import decode

        return decode(source)

    def comments(self, source: bytes) -> Iterator[Comment]:
        from truthcheck.claims.languages.python.comments import comments

        return comments(source)

    def lower(self, path: str, source: bytes) -> ir.Module:
        from truthcheck.claims.languages.python.parse.lower import lower

        return lower(path, source)

    def may_call(self, roots: frozenset[str]) -> Callable[[bytes], bool]:
        from truthcheck.claims.languages.python.prefilter import Prefilter

        return Prefilter(roots).may_call

    def resolver(self) -> Resolver:
        from truthcheck.claims.languages.python.modules import Modules

        return Modules()

    def outline(self, module: ir.Module, find: Find) -> Outline:
        from truthcheck.claims.languages.python.outline import outline

        return outline(module, find)

    @property
    def meaning(self) -> Meaning[Frame]:
        from truthcheck.claims.languages.python.meaning import table

        return table

    def homes(self, file: Path, name: str) -> set[str]:
        from truthcheck.claims.languages.python.modules import homes

        return homes(file, name)


LANGUAGE: Language = Python()
