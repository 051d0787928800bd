"""How files are called that say what a project uses, the trust that each kind earns, and how it is read.

Readers are imported when a file of their kind is met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from truthcheck.sdks.rules.shared_words import words
from truthcheck.sdks.written.mention import Reader

LOCK, MANIFEST, IMAGE, TOOLS = "lock", "manifest", "image", "tools"
REQUIREMENTS, CONSTRAINTS = "requirements", "constraints"

# in the order in which they are asked
TRUST: Mapping[str, str] = {
    "tables": LOCK,
    "pipfile-lock": LOCK,
    "conda-lock": LOCK,
    "requirements-lock": LOCK,
    REQUIREMENTS: MANIFEST,
    CONSTRAINTS: MANIFEST,
    "pyproject": MANIFEST,
    "setup-py": MANIFEST,
    "setup-cfg": MANIFEST,
    "pipfile": MANIFEST,
    "pixi": MANIFEST,
    "conda": MANIFEST,
    "image": IMAGE,
    "tox": TOOLS,
    "nox": TOOLS,
    "commands": TOOLS,
}
_ENDINGS = ("txt", "in", "pip")  # of requirements and constraints


def kind_of(name: str) -> str:
    """The kind of a file by its name, "" for one that says nothing of packages."""
    known = words().files.get(name)
    if known:
        return known
    stem, _, ending = name.lower().rpartition(".")
    if ending in _ENDINGS:
        return CONSTRAINTS if "constraint" in stem else REQUIREMENTS if "requirement" in stem else ""
    parts = {*re.split("[-_.]", name.lower())}
    for word, kind in words().file_words.items():
        if parts.issuperset(word.split(" ")):
            return kind
    return ""


def folders() -> Mapping[str, str]:
    """Folders whose files count, too, with the kind of those that have no telling name, "" for none."""
    return words().folders


def is_text(name: str, kind: str) -> bool:
    """Whether a file may be of a kind that its folder tells."""
    ending = name.rpartition(".")[2]
    return ending in (_ENDINGS if kind in (REQUIREMENTS, CONSTRAINTS) else ("yml", "yaml"))


def reader(kind: str) -> Reader:
    """What reads a file of that kind."""
    if kind in ("tables", "pipfile-lock"):
        from truthcheck.sdks.written import locks

        return locks.tables if kind == "tables" else locks.pipfile
    if kind in (REQUIREMENTS, CONSTRAINTS, "requirements-lock"):
        from truthcheck.sdks.written import requirement_files

        return requirement_files.constraints if kind == CONSTRAINTS else requirement_files.rows
    if kind in ("pyproject", "pipfile", "pixi"):
        from truthcheck.sdks.written import project_tables

        return {"pyproject": project_tables.pyproject, "pipfile": project_tables.pipfile, "pixi": project_tables.pixi}[
            kind
        ]
    return _seldom(kind)


def _seldom(kind: str) -> Reader:
    if kind in ("setup-py", "nox"):
        from truthcheck.sdks.written import setup_files

        return setup_files.setup_py if kind == "setup-py" else setup_files.noxfile
    if kind in ("setup-cfg", "tox"):
        from truthcheck.sdks.written import ini_files

        return ini_files.setup_cfg if kind == "setup-cfg" else ini_files.tox
    if kind in ("conda", "conda-lock"):
        from truthcheck.sdks.written import conda_files

        return conda_files.environment if kind == "conda" else conda_files.locked
    from truthcheck.sdks.written import commands

    return commands.rows
