"""Which files are checked, which are skipped unread, and which file a module's name means."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from truthcheck.claims.files import find
from truthcheck.claims.languages.python.modules import Modules, module_file, project_roots
from truthcheck.claims.languages.python.prefilter import Prefilter
from truthcheck.errors import TruthcheckError


def write(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def paths(*arguments: str, **options: object) -> list[str]:
    return [source.path for source in find(arguments, **options).sources]  # type: ignore[arg-type]


def test_python_files_of_a_folder_in_a_fixed_order(project: Path) -> None:
    write(project, "b.py", "a/z.py", "a/gui.pyw", "a/notes.txt", "a/stub.pyi", "c/d/e.py")
    assert paths(".") == ["b.py", "a/gui.pyw", "a/z.py", "c/d/e.py"]
    assert paths("a", "b.py", ".") == ["a/gui.pyw", "a/z.py", "b.py", "c/d/e.py"]


def test_folders_of_other_peoples_code_are_skipped(project: Path) -> None:
    write(project, ".venv/x.py", "node_modules/x.py", "env/pyvenv.cfg", "env/lib/x.py", "build/x.py", "a/.git/x.py")
    write(project, "dist/__init__.py", "dist/x.py")
    assert paths(".") == ["dist/__init__.py", "dist/x.py"]
    assert paths("env") == ["env/lib/x.py"]  # asked for by name


def test_a_named_file_is_taken_whatever_its_suffix(project: Path) -> None:
    write(project, "tool", "x.py", ".gitignore", text="tool\nx.py\n")
    assert paths("tool", "x.py") == ["tool", "x.py"]


def test_ignore_files_hold_below_and_above(project: Path) -> None:
    write(project, ".git/HEAD", "a.py", "gen/x.py", "pkg/keep.py", "pkg/drop.py", "pkg/sub/drop.py", "pkg/sub/old.py")
    (project / ".gitignore").write_text("gen/\ndrop.py\n")
    (project / "pkg/sub/.gitignore").write_text("!drop.py\n/old.py\n")
    assert paths(".") == ["a.py", "pkg/keep.py", "pkg/sub/drop.py"]
    assert paths("pkg") == ["pkg/keep.py", "pkg/sub/drop.py"]
    assert len(paths(".", respect_gitignore=False)) == 6


def test_an_ignored_folder_is_checked_when_it_is_named(project: Path) -> None:
    write(project, ".git/HEAD", "gen/x/y.py", "gen/drop.py", "gen/x/.gitignore", text="drop.py")
    (project / ".gitignore").write_text("gen/\n")
    assert paths(".") == []
    assert paths("gen/x") == ["gen/x/y.py"]


def test_excluded_patterns(project: Path) -> None:
    write(project, "a.py", "tests/t.py", "pkg/tests/t.py", "pkg/b_pb2.py")
    assert paths(".", exclude=("/tests", "*_pb2.py")) == ["a.py", "pkg/tests/t.py"]


def test_a_missing_path_is_an_error_that_names_it(project: Path) -> None:
    with pytest.raises(TruthcheckError, match=r"nowhere\.py"):
        find(("nowhere.py",))


def test_an_empty_folder_is_said_aloud(project: Path) -> None:
    found = find((".",))
    assert found.sources == ()
    assert found.notes == ("no Python files in .",)


def test_stdin_is_a_source(project: Path) -> None:
    (source,) = find(("-",), stdin=("app/x.py", b"x = 1\n")).sources
    assert (source.path, source.file, source.read()) == ("app/x.py", project / "app/x.py", b"x = 1\n")


def test_links_in_a_circle_end(project: Path) -> None:
    write(project, "a/x.py")
    try:
        os.symlink(project / "a", project / "a" / "loop")
        os.symlink(project / "a" / "x.py", project / "y.py")
    except OSError:
        pytest.skip("no symbolic links here")
    assert paths(".") == ["y.py"]  # the same file, once


def test_modules_of_a_package_beside_and_in_src(project: Path) -> None:
    write(project, "pyproject.toml", "src/app/__init__.py", "src/app/api/__init__.py", "src/app/api/client.py")
    write(project, "scripts/run.py", "scripts/helper.py", "shared/space/part.py")
    inside = project_roots(project / "src/app/api/client.py")
    assert inside[0] == project / "src"
    assert module_file(inside, "app.api.client") == project / "src/app/api/client.py"
    assert module_file(inside, "app.api") == project / "src/app/api/__init__.py"
    outside = project_roots(project / "scripts/run.py")
    assert module_file(outside, "helper") == project / "scripts/helper.py"
    assert module_file(outside, "app.api.client") == project / "src/app/api/client.py"
    assert module_file(outside, "shared.space.part") == project / "shared/space/part.py"
    assert module_file(outside, "shared.space") is None
    assert module_file(outside, "requests") is None


def test_a_run_sees_files_written_since_the_last(project: Path) -> None:
    write(project, "pyproject.toml", "a.py")
    assert Modules().find(project / "a.py", "b") is None
    write(project, "b.py")
    assert Modules().find(project / "a.py", "b") == project / "b.py"


# Prefilter -------------------------------------------------------------------

CLIENTS = Prefilter(("requests", "httpx", "urllib.request", "http.client"))


@pytest.mark.parametrize(
    "source",
    [
        "import httpx as h",
        "from  requests import (get)",
        "import os, \\\n  requests as r",
        "from \\\r\n requests \\\r\n import x",
        "from vendored import (\n  a,  # an aside :)\n  requests,\n)",
        "try: import httpx\nexcept ImportError: pass",
        "x = 1; import requests",
        "def f():\n\timport requests.adapters",
        "import urllib",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import http . client",
        "from http import client",
        'importlib.import_module("requests")',
        "import_module(\n  'httpx._client')",
        "__import__('requests')",
        "# import\n# from\nfrom requests import get",
        '"""import (this"""\nimport requests',
        "import a\rimport requests",
    ],
)
def test_an_import_of_a_client_is_never_skipped(source: str) -> None:
    assert CLIENTS.may_call(source.encode())


@pytest.mark.parametrize(
    "source",
    ["", "x = requests", "# requests\nimport os", "import urllib.parse", "from urllib.parse import quote",
     "import requests_mock_server", "from a.my_requests import x", "import os\nrequests.get('x')"],
)  # fmt: skip
def test_a_file_without_a_client_is_skipped(source: str) -> None:
    assert not CLIENTS.may_call(source.encode())


def test_a_module_of_the_project_may_be_looked_for() -> None:
    source = b"from .gateway import Gateway\n"
    assert not CLIENTS.may_call(source)
    assert Prefilter(("gateway",)).may_call(source)
    assert not Prefilter(()).may_call(b"import httpx")


@pytest.mark.parametrize("piece", [b"import ", b"import(", b"\\\nimport", b'import "', b"(import#\n"])
def test_the_prefilter_is_linear(piece: bytes) -> None:
    started = time.process_time()
    CLIENTS.may_call(piece * 50_000)
    assert time.process_time() - started < 2
