"""What many tests stand on: a project of their own, a cache of their own, a world nobody can break out of.

Everything here is asked for by name; nothing is done to a test behind its back. Worlds that several tests import
(a small API, a bad server, packages made up on the spot) lie in `support/`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from evil import MARK
from hypothesis import settings
from measure import cpu_seconds
from surfaces_made import make

os.environ["SOURCE_DATE_EPOCH"] = "1795996800"  # 2026-11-30: documents are as old in every run as they are today

# A busy machine is no finding: no example has a deadline. What fails says how to bring it back.
settings.register_profile("truthcheck", deadline=None, print_blob=True)
settings.load_profile("truthcheck")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """truthcheck's own cache, for this test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("TRUTHCHECK_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the test works in; the cache and whatever else lies beside it."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Any]:
    """Makes the surface of a document: what `surfaces_made.make` does, in a folder of this test."""
    return partial(make, tmp_path)


@pytest.fixture
def nothing_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project beside packages that are evil: nothing of them runs, is written outside or takes long."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "truthcheck.toml").write_text("")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.syspath_prepend(str(folder))
    modules = set(sys.modules)
    with cpu_seconds(below=20):
        yield folder
    assert sorted(path.name for path in tmp_path.iterdir()) in (["project"], ["cache", "project"])
    assert not list(tmp_path.rglob(MARK))
    assert not [name for name in set(sys.modules) - modules if name.startswith(("stripe", "evil"))]
