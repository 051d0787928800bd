"""Words of Python that decide something: builtins, exceptions, files of packages."""

from __future__ import annotations

from pathlib import Path

from truthcheck.claims.engine.values import Module

builtins = frozenset(
    [
        "dict",
        "list",
        "tuple",
        "set",
        "frozenset",
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "len",
        "range",
        "enumerate",
        "zip",
        "map",
        "filter",
        "sorted",
        "reversed",
        "iter",
        "next",
        "getattr",
        "setattr",
        "hasattr",
        "isinstance",
        "issubclass",
        "super",
        "type",
        "print",
        "open",
        "min",
        "max",
        "sum",
        "any",
        "all",
        "abs",
        "round",
        "repr",
        "vars",
        "id",
        "hash",
        "format",
        "callable",
        "object",
        "property",
        "staticmethod",
        "classmethod",
    ]
)

# Builtins and library functions that only read their arguments.
harmless = frozenset(
    ["print", "repr", "hash", "id", "issubclass", "callable", "format", "min", "max", "sum", "any", "all"]
)

sdks = True  # indexes are made of Python packages
own_file = "__file__"
external_types = {"open()": "file"}

missing_name = frozenset(("AttributeError", "TypeError", "ImportError", "ModuleNotFoundError"))
missing_field = frozenset(("AttributeError", "KeyError", "LookupError", "IndexError", "TypeError"))
expects = frozenset(("raises", "suppress", "assertRaises", "assertRaisesRegex"))


def submodules(module: Module, name: str) -> tuple[Path, ...]:
    """The files in which `name` of a package may stand; a module that is no package has none."""
    if module.file.name != "__init__.py":
        return ()
    folder = module.file.parent
    return folder / f"{name}.py", folder / name / "__init__.py"
