"""Rules and surfaces travel with the package, whichever way it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from truthcheck import __version__
from truthcheck import shipped as data

ROOT = Path(__file__).parent.parent
# True for every version of GitHub's document: there is no such endpoint.
FALSE = 'import requests\n\nrequests.post("https://api.github.com/repos/octocat/hello/issues/7/close")\n'
SUPPORTED = ("3.10", "3.11", "3.12", "3.13")


def run(command: Sequence[str | Path], cwd: Path, expect: int = 0) -> str:
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, env=clean)
    assert done.returncode == expect, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", ["rules", "specs_cache"])
def test_shipped_folders_are_found_from_any_working_directory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert any(data.folder(name).iterdir())


def pythons() -> dict[str, str]:
    """Version to interpreter: the running one, and whichever other supported ones are on this machine."""
    found = {".".join(map(str, sys.version_info[:2])): sys.executable}
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for version in SUPPORTED:
        pyenv = sorted(versions.glob(f"versions/{version}.*/bin/python"))
        for other in (shutil.which(f"python{version}"), *map(str, pyenv[-1:])):
            if other and works(other, version):
                found.setdefault(version, other)
    return found


def works(python: str, version: str) -> bool:
    """A name on the path proves nothing: version managers put scripts there that only complain."""
    asked = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2], sep='.')"], capture_output=True, text=True
    )
    return asked.stdout.strip() == version


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-d", folder], ROOT)
    return {"wheel": next(folder.glob("*.whl")), "sdist": next(folder.glob("*.tar.gz"))}


def install(python: str, folder: Path, *what: str | Path) -> Path:
    """A clean environment with the project in it; returns its bin folder."""
    run([python, "-m", "venv", folder / "venv"], folder)
    binaries = folder / "venv" / "bin"
    run([binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what], folder)
    return binaries


def try_out(binaries: Path, folder: Path) -> None:
    run([binaries / "python", "-m", "pip", "check"], folder)
    assert __version__ in run([binaries / "truthcheck", "--version"], folder)
    (folder / "bot.py").write_text(FALSE)
    said = run([binaries / "truthcheck", "verify", "--format", "concise", "bot.py"], folder, expect=1)
    assert said.startswith("bot.py:3:"), said
    assert "unknown-endpoint" in said
    assert "unknown-endpoint" in run([binaries / "python", "-m", "truthcheck", "rules"], folder)


@pytest.mark.slow
@pytest.mark.parametrize("version", pythons())
def test_wheel_in_a_clean_environment(version: str, built: dict[str, Path], tmp_path: Path) -> None:
    try_out(install(pythons()[version], tmp_path, built["wheel"]), tmp_path)


@pytest.mark.slow
def test_sdist_in_a_clean_environment(built: dict[str, Path], tmp_path: Path) -> None:
    try_out(install(sys.executable, tmp_path, built["sdist"]), tmp_path)


@pytest.mark.slow
def test_editable_install_in_a_clean_environment(tmp_path: Path) -> None:
    try_out(install(sys.executable, tmp_path, "--editable", ROOT), tmp_path)


@pytest.mark.slow
def test_the_wheel_holds_the_data_and_stays_small(built: dict[str, Path]) -> None:
    import zipfile

    names = zipfile.ZipFile(built["wheel"]).namelist()
    for folder in ("rules", "specs_cache"):
        shipped = {n.split(f"_data/{folder}/", 1)[1] for n in names if f"/_data/{folder}/" in n}
        here = {p.relative_to(ROOT / folder).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert shipped == here
    assert built["wheel"].stat().st_size < 12 * 2**20
