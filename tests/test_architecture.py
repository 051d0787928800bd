"""The shape of the house, read from its imports: no circle of files anywhere, no arrow upward between rooms.

`python tests/test_architecture.py` draws the rooms and their arrows as a Mermaid graph.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).parent.parent / "truthcheck"

# The rooms from the ground up: each imports rooms of lower floors only. A room is a folder or a file of the package;
# what lies deeper belongs to the longest name that fits.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("version", "errors", "shipped", "userdirs", "locks", "day", "suggest", "model"),
    ("rulebook",),
    ("config",),
    ("database",),
    ("claims/ir",),
    ("claims/engine",),
    ("claims/reach", "claims/sinks"),
    ("claims/language",),
    ("claims/languages",),
    ("claims",),
    ("sdks/index",),
    ("sdks/rules",),
    ("sdks/source",),
    ("sdks/written",),
    ("sdks/project",),
    ("sdks",),
    ("surfaces",),
    ("sdks/build",),
    ("checks/core",),
    ("checks/http",),
    ("checks/rules",),
    ("checks/calls",),
    ("checks/database",),
    ("checks/sdk",),
    ("checks",),
    ("traffic",),
    ("filters", "fixes", "report"),
    ("library",),
    ("pipeline",),
    ("api",),
    ("lookup", "feedback"),
    ("specs",),
    ("loop", "hooks", "testing"),
    ("cli",),
    ("__init__", "__main__"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def name(file: Path) -> str:
    """`checks/core/claim` for a file of the package; a folder's `__init__` has the name of the folder."""
    return file.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")


FILES = {name(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def room_of(module: str) -> str:
    """The longest name of a room that `module` begins with; "" for a file that stands in no room."""
    parts = module.split("/")
    names = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((room for room in names if room in FLOOR), "")


def is_typing(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def statements(body: list[ast.stmt], types: bool) -> Iterator[ast.stmt]:
    """Every statement at any depth; without `types` not those that only a type checker reads."""
    for statement in body:
        yield statement
        for field, block in ast.iter_fields(statement):
            if isinstance(block, list) and (types or not (field == "body" and is_guard(statement))):
                inner = [one for one in block if isinstance(one, ast.stmt)]
                nested = [
                    one for case in block if isinstance(case, ast.match_case | ast.ExceptHandler) for one in case.body
                ]
                yield from statements(inner + nested, types)


def is_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and is_typing(statement.test)


def imported(file: Path, types: bool) -> Iterator[str]:
    """The files of the package that a file imports, also inside functions."""
    for statement in statements(ast.parse(file.read_bytes()).body, types):
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] == "truthcheck":
            base = "/".join((statement.module or "").split(".")[1:])
            for alias in statement.names:
                deeper = f"{base}/{alias.name}".lstrip("/")
                yield deeper if deeper in FILES else base or "__init__"


@cache
def graph(types: bool = True) -> Mapping[str, frozenset[str]]:
    return {module: frozenset(imported(file, types)) - {module} for module, file in FILES.items()}


def circles(arrows: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Files that reach each other: strongly connected parts of more than one file (Tarjan, without recursion)."""
    found, order, low, stack = [], {}, {}, []
    for start in arrows:
        if start in order:
            continue
        work = [(start, iter(sorted(arrows[start])))]
        order[start] = low[start] = len(order)
        stack.append(start)
        while work:
            module, rest = work[-1]
            for target in rest:
                if target not in arrows:
                    continue
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    work.append((target, iter(sorted(arrows[target]))))
                    break
                if target in stack:
                    low[module] = min(low[module], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[module])
                if low[module] == order[module]:
                    part = stack[stack.index(module) :]
                    del stack[stack.index(module) :]
                    if len(part) > 1:
                        found.append(sorted(part))
    return found


def rooms() -> dict[tuple[str, str], list[str]]:
    """The arrows between rooms, with the imports behind each."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for module, targets in graph().items():
        for target in targets:
            pair = (room_of(module), room_of(target))
            if pair[0] != pair[1]:
                arrows.setdefault(pair, []).append(f"{module} -> {target}")
    return arrows


def test_every_file_stands_in_a_room() -> None:
    assert [module for module in FILES if not room_of(module)] == []


def test_no_circle_of_files() -> None:
    """Counting imports inside functions and those that only a type checker reads."""
    assert circles(graph()) == []


def test_no_arrow_upward() -> None:
    up = [line for (low, high), lines in rooms().items() if FLOOR[low] <= FLOOR[high] for line in lines]
    assert up == []


# What any room may import without saying so: it stands for nothing of the subject.
EVERYBODYS = frozenset(("errors", "locks", "userdirs", "version"))


@cache
def named_imports(folder: str) -> tuple[str, ...]:
    """The rooms that a folder's first lines name after "imports", by their whole names; "" for one that is not there.

    A name is whole, or begins at one of the folders around.
    """
    said = ast.get_docstring(ast.parse(FILES[folder].read_bytes())) or ""
    names = re.findall(r"`([\w/]+)`", re.split(r"\b[Ii]mports\b", said, maxsplit=1)[-1])
    around = ["/".join(folder.split("/")[:depth]) for depth in range(len(folder.split("/")), -1, -1)]
    return tuple(
        next((f"{place}/{n}".lstrip("/") for place in around if f"{place}/{n}".lstrip("/") in FILES), "") for n in names
    )


def folders() -> list[str]:
    return sorted({name(file.parent / "__init__.py") for file in PACKAGE.rglob("*.py")} - {"__init__"})


def stands_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}/")


@pytest.mark.parametrize("folder", folders())
def test_a_folder_says_in_its_first_lines_what_it_holds_and_what_it_imports(folder: str) -> None:
    assert folder in FILES, "no __init__.py"
    said = ast.get_docstring(ast.parse(FILES[folder].read_bytes())) or ""
    assert re.search(r"\b[Ii]mports\b", said)
    if "Imports every room" in said:
        return
    named = named_imports(folder)
    assert "" not in named
    own = [module for module, file in FILES.items() if file.parent == FILES[folder].parent]
    others = {target for module in own for target in graph()[module] if not stands_in(target, folder)}
    assert {target for target in others - EVERYBODYS if not any(stands_in(target, room) for room in named)} == set()
    below = {target for module in FILES if stands_in(module, folder) for target in graph()[module]}
    assert [room for room in named if not any(stands_in(target, room) for target in below)] == [], "named, not imported"


def test_a_circle_and_an_upward_arrow_would_be_seen() -> None:
    assert circles({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}) == [
        ["a", "b", "c"]
    ]
    assert FLOOR[room_of("model/value")] < FLOOR[room_of("checks/core/claim")] < FLOOR[room_of("cli/verify")]
    assert room_of("claims/engine/call") == "claims/engine"


# Functions above the bound, each with the reason why it is read more easily whole than in parts.
WHOLE: Mapping[str, str] = {}
MAX_COMPLEXITY = 12
MAX_MEDIAN = 8  # lines of a function
MAX_LINES = 300  # of a file


@cache
def functions() -> tuple[tuple[str, int, int], ...]:
    """Every function at any depth: its name with its file, its cyclomatic complexity (as radon counts), its lines."""
    from radon.complexity import cc_visit
    from radon.visitors import Function

    found = []
    for module, file in FILES.items():
        waiting = list(cc_visit(file.read_text("utf-8")))
        while waiting:
            block = waiting.pop()
            waiting += [
                *getattr(block, "closures", ()),
                *getattr(block, "inner_classes", ()),
                *getattr(block, "methods", ()),
            ]
            if isinstance(block, Function):
                found.append((f"{module}:{block.fullname}", block.complexity, block.endline - block.lineno + 1))
    return tuple(sorted(set(found)))


def test_no_function_is_too_complex() -> None:
    above = {place: complexity for place, complexity, _ in functions() if complexity > MAX_COMPLEXITY}
    assert {place: complexity for place, complexity in above.items() if place not in WHOLE} == {}
    assert set(WHOLE) <= set(above), "a reason for a function that needs none"


def test_functions_are_short() -> None:
    assert median(lines for _, _, lines in functions()) <= MAX_MEDIAN


def test_files_are_short() -> None:
    counts = {module: len(file.read_bytes().splitlines()) for module, file in FILES.items()}
    assert {module: lines for module, lines in counts.items() if lines > MAX_LINES} == {}


# One name, one meaning: the classes that share a name, each with the reason why a reader does not stumble.
SHARED: Mapping[str, str] = {
    "Library": "what the checks ask of surfaces and providers, as a protocol, and the class that fulfils it",
    "Module": "the file as written is always `ir.Module`; the engine's is the same file, evaluated",
    "Project": "what the engine asks of the project's modules, as a protocol, and the class that fulfils it",
    "Ref": "of a shape in a surface, or of an object in the engine's heap: two rivers that never touch",
    "Registry": "what the checks ask of packages, as a protocol, and the class that fulfils it",
}
MAX_IGNORES = 5  # of what mypy says, in the whole package


def test_a_name_of_a_class_has_one_meaning() -> None:
    places: dict[str, list[str]] = {}
    for module, file in FILES.items():
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(module)
    shared = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: found for name, found in shared.items() if name not in SHARED} == {}
    assert set(SHARED) <= set(shared), "a reason for a name that needs none"


def test_types_are_seldom_ignored() -> None:
    ignores = [
        line for file in FILES.values() for line in file.read_text("utf-8").splitlines() if "type: ignore" in line
    ]
    assert len(ignores) <= MAX_IGNORES


def drawn() -> str:
    lines = ["graph TD", *(f"    {low} --> {high}" for low, high in sorted(rooms()))]
    return "\n".join(lines)


if __name__ == "__main__":
    print(drawn())
