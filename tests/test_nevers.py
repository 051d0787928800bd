"""The nevers of ARCHITECTURE.md, held by reading the sources and by looking at one cold run."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from truthcheck.rulebook.toml import read_toml

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "truthcheck"
FILES = sorted(PACKAGE.rglob("*.py"))

# What may be imported only in these files (patterns relative to truthcheck/).
ONLY_IN = {
    "click": ("cli/*", "__main__.py"),
    "libcst": ("claims/languages/python/parse/*.py", "fixes/apply.py"),
    "libcst.matchers": (),  # 20 to 100 times slower than one hand-written walk
    "libcst.metadata": (),
    "truthcheck.cli": ("cli/*", "__main__.py"),
    # The network: documents are fetched in one place. (`hooks` and `loop` start processes, they do not connect.)
    "httpx": ("surfaces/fetch.py", "traffic/*"),
    "requests": (),
    "aiohttp": (),
    "urllib.request": (),
    "http.client": (),
    "socket": ("traffic/*",),
    "psycopg": ("database/live.py", "database/catalogue_reader.py"),  # a running database, when it is asked for
    # Deserialisers that run code have no place near other people's files.
    "pickle": ("claims/workers.py",),  # between this program and children of its own, over a pipe
    "marshal": (),
    "shelve": (),
    "runpy": (),
    # Our own lazily loaded commands, our own rule files and languages, whether an extra is there; never a module that
    # the user's code names.
    "importlib": (
        "cli/*",
        "checks/rules/__init__.py",
        "claims/languages/__init__.py",
        "specs/validity.py",
        "testing/watch.py",
    ),  # the clients that rules name, in a test run that is the user's own
}

# Rooms that must not know each other.
APART = {
    "model": ("truthcheck.",),  # except itself
    "claims": ("truthcheck.surfaces", "truthcheck.checks", "truthcheck.sdks", "truthcheck.pipeline"),
    "surfaces": ("truthcheck.claims", "truthcheck.checks", "truthcheck.pipeline"),
    "sdks": ("truthcheck.claims", "truthcheck.checks", "truthcheck.pipeline"),
    "checks": (
        "libcst",
        "httpx",
        "truthcheck.rulebook.clients",
        "truthcheck.claims.languages",
        "truthcheck.pipeline",
    ),
    "report": ("truthcheck.claims", "truthcheck.surfaces", "truthcheck.checks", "truthcheck.pipeline"),
}

# Heavy modules that a run over a small file must do without. (`import libcst` loads its own libcst.metadata.)
HEAVY = ("packaging", "prance", "openapi_core", "jsonschema", "httpx", "rich", "libcst.matchers", "yaml")

SMALL = """\
import requests

requests.get("https://api.github.com/repos/octocat/hello/issues", params={"state": "open"})
requests.post("https://api.github.com/repos/octocat/hello/issues", json={"title": "x"})
requests.get("https://api.github.com/user")
"""


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """Every module that the file imports, at any depth, as dotted names with their lines."""
    package = ["truthcheck", *file.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(parsed(file)):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = ".".join([*package[: len(package) - level + 1], module or ""]) if level else module or ""
                yield base.rstrip("."), node.lineno
                yield from ((f"{base.rstrip('.')}.{alias.name}", node.lineno) for alias in names)


def within(module: str, banned: str) -> bool:
    return module == banned.rstrip(".") or module.startswith(banned.rstrip(".") + ".")


@pytest.mark.parametrize("module", ONLY_IN)
def test_imported_only_where_it_belongs(module: str) -> None:
    strays = [
        f"{name(file)}:{line} imports {found}"
        for file in FILES
        if not any(fnmatch(name(file), pattern) for pattern in ONLY_IN[module])
        for found, line in imported(file)
        if within(found, module) and not within(found, "importlib.resources")
    ]
    assert not strays


@pytest.mark.parametrize("room", APART)
def test_rooms_that_must_not_know_each_other(room: str) -> None:
    strays = [
        f"{name(file)}:{line} imports {found}"
        for file in FILES
        if name(file).startswith(room + "/")
        for found, line in imported(file)
        if any(within(found, banned) for banned in APART[room]) and not within(found, f"truthcheck.{room}")
        if not (found == "truthcheck" or found.startswith("truthcheck.errors"))
    ]
    assert not strays


def arrows(folder: str) -> dict[str, set[str]]:
    """By file of a folder: the files of it that it imports, for its types too."""
    files = {f"truthcheck.{name(file)[:-3].replace('/', '.')}": file for file in FILES if name(file).startswith(folder)}
    return {module: {found for found, _ in imported(file) if found in files} for module, file in files.items()}


def test_the_engine_imports_the_shape_of_a_program_and_the_model_only() -> None:
    allowed = ("truthcheck.claims.engine", "truthcheck.claims.ir", "truthcheck.model")
    only_types = "truthcheck.rulebook.clients"  # what a session is, nothing is asked of it
    strays = [
        f"{name(file)}:{line} imports {found}"
        for file in FILES
        if name(file).startswith("claims/engine/")
        for found, line in imported(file)
        if found.startswith("truthcheck.") and found != "truthcheck.claims"
        if not any(within(found, room) for room in (*allowed, only_types))
    ]
    assert not strays


def test_the_engine_imports_nothing_inside_a_function() -> None:
    strays = [
        f"{name(file)}:{inner.lineno}"
        for file in FILES
        if name(file).startswith("claims/engine/")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not strays


@pytest.mark.parametrize(
    "folder", ["claims/ir/", "claims/engine/", "claims/sinks/", "claims/languages/python/meaning/"]
)
def test_no_circle_of_files(folder: str) -> None:
    waiting = arrows(f"claims/{folder}")
    while free := {module for module, needs in waiting.items() if not needs}:
        waiting = {module: needs - free for module, needs in waiting.items() if module not in free}
    assert not waiting


def test_nothing_runs_code_it_has_read() -> None:
    strays = [
        f"{name(file)}:{node.lineno} calls {node.func.id}"
        for file in FILES
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec", "compile", "__import__"}
    ]
    assert not strays


def test_every_file_is_at_most_300_lines() -> None:
    assert not [name(file) for file in FILES if len(file.read_bytes().splitlines()) > 300]


def test_a_cold_run_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text(SMALL)
    probe = (
        "import sys\n"
        "from truthcheck.cli import main\n"
        "try:\n    main(['verify', '--exit-zero', 'small.py'])\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    modules = set(run.stderr.split())
    assert "libcst" in modules, "the probe no longer lowers a file, so it proves nothing"
    assert sorted(modules & set(HEAVY)) == []


# A vendor's name in code -------------------------------------------------------

# Names that are words of English or of HTTP as well: they count before a dot (`requests.get`).
PLAIN = {
    "box": "a box of cells",
    "mock": "whatever stands in for something",
    "notion": "an idea",
    "realtime": "at once",
    "requests": "what is sent",
    "resend": "to send again",
    "responses": "what comes back",
    "square": "brackets",
    "zoom": "nearer",
}
# Where a vendor is meant as something else than an API that is called.
SPOKEN_OF = {
    "cli/*.py": "help shows examples, and a host of repositories is a place to write a workflow for",
    "config.py": "a format of reports bears the name of who reads it",
    "hooks/*.py": "files of a host of repositories, and one example that proves that a hook works",
    "report/*.py": "a format of reports bears the name of who reads it",
    "loop/redact.py": "what tokens begin with: they are recognised to be left out",
    "specs/material.py": "an error shows an example",
    "surfaces/compile.py": "a format of documents bears the name of who made it",
    "surfaces/document.py": "a format of documents bears the name of who made it",
    "surfaces/fetch.py": "what truthcheck itself fetches with",
}


def vendors() -> dict[str, str]:
    """Names out of rule data, in small letters: clients, providers, SDKs, their modules and what sets them apart."""
    found: dict[str, str] = {}
    for kind in ("clients", "generators", "providers", "sdks"):
        for file in sorted((ROOT / "rules" / kind).glob("*.toml")):
            rules = read_toml(file)
            modules = [*rules.get("imports", ()), *(host for host in rules.get("hosts", ()) if "." in host)]
            modules += rules["modules"] if kind == "clients" else []
            words = [file.stem, str(rules["id"]), *modules]
            words += [name.rpartition(".")[2] for session in rules.get("session", ()) for name in session["name"]]
            words += [
                name.rstrip("()") for reply in rules.get("response", ()) for kind in reply.values() for name in kind
            ]
            found |= {word.lower().lstrip("*."): file.name for word in words if distinctive(word)}
    for file in sorted((ROOT / "rules" / "libraries").glob("*.toml")):
        rules = read_toml(file)
        named = [name for kind in ("type", "setting") for entry in rules.get(kind, ()) for name in entry["name"]]
        words = [*named, *rules.get("alias", ()), *rules.get("fake", {}).get("modules", ())]
        found |= {word.lower(): file.name for word in words if distinctive(word)}
    return found


def distinctive(word: str) -> bool:
    """Whether a word means a vendor's thing wherever it stands: `json`, `read`, `Session` and `unittest` do not.

    What Python brings has names of its own; as modules that send, they count with their dots (`urllib.request`).
    """
    if word in sys.stdlib_module_names:
        return False
    return word not in COMMON and word.lower() not in ("session", "client")


# Members of replies that every language and library has, and this program, too.
COMMON = frozenset(("json", "text", "content", "data", "read", "ok", "code", "status"))


def spoken(file: Path) -> Iterator[tuple[str, int]]:
    """Identifiers and texts of a file, without docstrings: these may give examples."""
    tree = parsed(file)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) if is_text(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield text, node.lineno
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text) | ast.keyword(arg=str(text)):
                yield text, node.lineno
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text):
                yield text, node.lineno
            case _:
                continue


def is_text(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


def pattern(vendors: Iterable[str]) -> re.Pattern[str]:
    """Finds a name at the start of a word (`x-stripeBypassValidation`), a plain one only before a dot."""
    plain = "|".join(re.escape(vendor) for vendor in vendors if vendor in PLAIN)
    telling = "|".join(re.escape(vendor) for vendor in vendors if vendor not in PLAIN)
    return re.compile(rf"\A(?:{plain})(?=\.)|(?<![a-z0-9])(?:{telling})")


def test_no_vendor_is_named_in_code() -> None:
    known = vendors()
    assert {"requests", "httpx", "stripe", "openai", "github", "clientsession", "status_code", "yarl.url"} <= set(known)
    find = pattern(known).search
    strays = [
        f"{name(file)}:{line} names {found[0]} of {known[found[0]]}: {text[:60]!r}"
        for file in FILES
        if not any(fnmatch(name(file), pattern) for pattern in SPOKEN_OF)
        for text, line in spoken(file)
        if (found := find(text.lower()))
    ]
    assert not strays


def test_no_place_that_speaks_of_vendors_is_gone() -> None:
    places = [pattern for pattern in SPOKEN_OF if not any(fnmatch(name(file), pattern) for file in FILES)]
    assert not places


def tracked() -> list[Path]:
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / path for path in run.stdout.split("\0") if path]


def test_the_repository_stands_alone() -> None:
    """No tracked file names a path of somebody's machine."""
    homes = "|".join(("root", r"home/\w+", r"Users/\w+", "work", "tmp/bash_jobs"))
    private = re.compile(rf"(?:^|[\s'\"=(:`])/(?:{homes})/\w|\.\./" + "shared", re.MULTILINE)
    marks = [f"/{home}/".encode() for home in ("root", "home", "Users", "work", "tmp/bash_jobs")]
    marks.append(("../" + "shared").encode())
    strays = []
    for path in filter(Path.is_file, tracked()):
        data = path.read_bytes()  # a hundred megabytes in all: only what holds a mark is searched
        if any(mark in data for mark in marks) and (found := private.search(data.decode("utf-8", "replace"))):
            strays.append(f"{path.relative_to(ROOT)}: {found[0]!r}")
    assert not strays


# Where records of member indexes are written and read back; all others ask views and name what they write.
STORAGE = ("sdks/index/*",)
MARKS = frozenset("|=~")  # that terms of several parts begin with


def storage_keys() -> frozenset[str]:
    """The short keys that `sdks/index/records.py` stores records under."""
    tree = parsed(PACKAGE / "sdks" / "index" / "records.py")
    constants = (node.value for node in tree.body if isinstance(node, ast.Assign))
    texts = (node.value for value in constants for node in ast.walk(value) if isinstance(node, ast.Constant))
    return frozenset(text for text in texts if isinstance(text, str) and len(text) <= 2 and text.isalpha())


def looked_up(file: Path) -> Iterator[str]:
    """Constant texts by which a file looks something up, or under which it writes something down."""
    for node in ast.walk(parsed(file)):
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                yield key
            case ast.Call(
                func=ast.Attribute(attr="get" | "pop" | "setdefault"), args=[ast.Constant(value=str(key)), *_]
            ):
                yield key
            case ast.Dict(keys=keys):
                yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def term_marks(file: Path) -> Iterator[str]:
    """Constant texts that a list or a pattern of a list begins with."""
    for node in ast.walk(parsed(file)):
        match node:
            case ast.List(elts=[ast.Constant(value=str(mark)), *_]):
                yield mark
            case ast.MatchSequence(patterns=[ast.MatchValue(value=ast.Constant(value=str(mark))), *_]):
                yield mark


@pytest.mark.parametrize("room", ["checks", "sdks"])
def test_storage_letters_are_known_in_one_folder(room: str) -> None:
    assert len(storage_keys()) > 15
    rest = [file for file in (PACKAGE / room).rglob("*.py") if not any(fnmatch(name(file), at) for at in STORAGE)]
    assert {name(file): key for file in rest for key in looked_up(file) if key in storage_keys()} == {}
    assert {name(file): mark for file in rest for mark in term_marks(file) if mark in MARKS} == {}
