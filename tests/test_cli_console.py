"""Console scenarios: tests/console/*.md and docs/howto/*.md hold files, commands and the exact output.

In a page, every heading starts a scenario in an empty folder. Fenced blocks:

    ```python shop.py      a file (any language; the second word is its path)
    ```bytes odd.py        a file whose content is written with escapes, such as \\xff
    ```folder empty        a folder
    ```console             commands after `$ `, each followed by what a person sees (stdout and stderr together)
                           and by `[exit code: N]` unless it is 0

`specs/` holds the surface of one invented API (tests/console/acme.json), and truthcheck.toml names it unless the
scenario writes its own. In outputs, `<ESC>` is the escape character, `<VERSION>` ours, `<SECONDS>` a duration,
`<TODAY>` the day, `<MANY>` the number of surfaces shipped. A package that lies in an environment gets its RECORD.
With TRUTHCHECK_UPDATE=1 the pages are rewritten with the present output, to be reviewed as a diff.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shlex
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

import pytest

from truthcheck import __version__
from truthcheck.cli import boundary
from truthcheck.model.surface import Origin
from truthcheck.surfaces import compile, lock

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "console"
HOWTO = ROOT / "docs" / "howto"
HEADING = re.compile(r"^## (.+)$", re.M)
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
CONFIG = 'specs = ["specs"]\n'
EXIT = re.compile(r"\[exit code: (\d+)\]\n\Z")


class Scenario(NamedTuple):
    page: Path
    title: str
    text: str


def scenarios() -> Iterator[Scenario]:
    for page in sorted((*PAGES.glob("*.md"), *HOWTO.glob("*.md"))):
        parts = HEADING.split(page.read_text("utf-8"))
        for title, text in zip(parts[1::2], parts[2::2], strict=True):
            if page.parent == PAGES or "```console" in text:
                yield Scenario(page, title, text)


@pytest.fixture(scope="session")
def surface() -> tuple[bytes, bytes]:
    """The index and the lock of the invented API."""
    data = (PAGES / "acme.json").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    made = compile.compile(compile.Raw(data, Origin("acme", "acme", "1.2", "2026-01-05", "openapi", sha256=digest)))
    entry = lock.LockEntry(
        provider="acme",
        document="acme",
        version="1.2",
        date="2026-01-05",
        kind="openapi",
        source="",
        commit="",
        licence="",
        sha256=digest,
        index=hashlib.sha256(made.data).hexdigest(),
        operations=made.kept,
        hosts=made.facts.hosts,
        bases=made.facts.bases,
        current=True,
        file="acme.jsonl",
    )
    return made.data, lock.dump([entry])


@pytest.mark.parametrize("scenario", list(scenarios()), ids=lambda s: f"{s.page.stem}: {s.title}")
def test_scenario(
    scenario: Scenario, surface: tuple[bytes, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, entries = surface
    write(tmp_path / "specs/acme.jsonl", index)
    write(tmp_path / "specs/lock.json", entries)
    write(tmp_path / "truthcheck.toml", CONFIG.encode())
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TRUTHCHECK_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    blocks = FENCE.findall(scenario.text)
    assert any(kind == "console" for kind, _, _ in blocks), "a scenario without a command tests nothing"
    for kind, name, body in blocks:
        if kind == "console":
            record(tmp_path)
            real = "".join(step(command, tmp_path) for command, _ in steps(body))
            if os.environ.get("TRUTHCHECK_UPDATE"):
                rewrite(scenario, body, real)
            else:
                assert real == body
        elif kind == "folder":
            (tmp_path / name).mkdir(parents=True)
        else:
            content = body.encode() if kind != "bytes" else body.strip().encode("latin-1").decode("unicode_escape")
            write(tmp_path / name, content if isinstance(content, bytes) else content.encode("latin-1"))


def record(folder: Path) -> None:
    """What pip writes down of a package in an environment: each file with its hash."""
    for info in folder.glob(".venv/**/*.dist-info"):
        site = info.parent
        files = [file for file in sorted(site.rglob("*")) if file.is_file() and file.name != "RECORD"]
        rows = [f"{file.relative_to(site).as_posix()},{hashed(file.read_bytes())}" for file in files]
        (info / "RECORD").write_text("\n".join(rows) + "\n")


def hashed(data: bytes) -> str:
    digest = urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(data)}"


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def steps(body: str) -> Iterator[tuple[str, str]]:
    """Each command with the output written below it."""
    parts = re.split(r"^\$ (.+)\n", body, flags=re.M)
    assert parts[0] == "", "a console block starts with a command"
    yield from zip(parts[1::2], parts[2::2], strict=True)


def step(command: str, folder: Path) -> str:
    """The block's text for one command: the command, what was seen, the exit code."""
    words = shlex.split(command)
    if words[0] == "cat":
        return f"$ {command}\n{masked((folder / words[1]).read_text('utf-8'), folder)}"
    environment = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    stdin = b""
    if "<" in words:
        stdin = (folder / words[-1]).read_bytes()
        words = words[: words.index("<")]
    assert words[0] == "truthcheck", command
    code, seen = run(words[1:], stdin, environment)
    tail = f"[exit code: {code}]\n" if code else ""
    return f"$ {command}\n{masked(seen, folder)}{tail}"


def run(arguments: list[str], stdin: bytes, environment: dict[str, str]) -> tuple[int, str]:
    """In this process, because a fresh one takes a quarter of a second."""
    with streams(stdin) as screen, pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        code = boundary.run(arguments)
        screen.flush()
        assert isinstance(screen.buffer, io.BytesIO)
        return code, screen.buffer.getvalue().decode()


@contextmanager
def streams(stdin: bytes) -> Iterator[io.TextIOWrapper]:
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    old = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), screen, screen
    try:
        yield screen
    finally:
        sys.stdin, sys.stdout, sys.stderr = old


def masked(seen: str, folder: Path) -> str:
    seen = seen.replace(f"{folder.as_posix()}/", "").replace(folder.as_posix(), ".")
    seen = seen.replace("\x1b", "<ESC>").replace(f'"{__version__}"', '"<VERSION>"')
    seen = seen.replace(datetime.now(timezone.utc).date().isoformat(), "<TODAY>")
    seen = re.sub(r"and \d+ others: ", "and <MANY> others: ", seen)
    seen = re.sub(r'("seconds": ?|time=")[0-9.]+', r"\1<SECONDS>", seen)
    return seen if not seen or seen.endswith("\n") else seen + "\n"


def rewrite(scenario: Scenario, old: str, new: str) -> None:
    whole = scenario.page.read_text("utf-8")
    start = whole.index(f"## {scenario.title}\n")
    head, tail = whole[:start], whole[start:]
    scenario.page.write_text(head + tail.replace(old, new, 1), "utf-8")
