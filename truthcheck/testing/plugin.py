"""Hooks of pytest. Without `--truthcheck` nothing is imported, wrapped or counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from truthcheck.testing.session import WatchedRun

MODES = ("fail", "warn")
MARKER = "no_truthcheck"
_OUTPUT = "truthcheck"  # what a worker of pytest-xdist hands back
_KEY: pytest.StashKey[WatchedRun] = pytest.StashKey()


class TruthcheckWarning(UserWarning):
    """An exchange of a test that the API's surface refutes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("truthcheck", "API exchanges held against the APIs' surfaces")
    group.addoption("--truthcheck", action="store_true", help="Check every request that a test sends, and its reply.")
    group.addoption(
        "--truthcheck-mode",
        choices=MODES,
        default="fail",
        help="What a refuted exchange does to its test: fail or warn.",
    )
    group.addoption("--truthcheck-report", metavar="FILE", default=None, help="Write what was found to FILE, as JSON.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARKER}: exchanges of this test are not held against the APIs' surfaces")
    if config.getoption("--truthcheck"):
        from truthcheck.testing.session import WatchedRun

        config.stash[_KEY] = WatchedRun(config.rootpath, config.getoption("--truthcheck-mode"))
        config.stash[_KEY].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    session = config.stash.get(_KEY, None)
    if session is not None:
        session.stop()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    session = item.config.stash.get(_KEY, None)
    if session is not None:
        session.enter(item.get_closest_marker(MARKER) is None)
    yield


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """What is refuted fails a test that would have passed; nothing is added to one that failed by itself."""
    outcome: Any = yield
    session = item.config.stash.get(_KEY, None)
    if session is None:
        return
    told = session.judge(item.nodeid, *_place(item))
    if not told:
        return
    if session.mode == "fail" and outcome.excinfo is None and any(one.fails for one in told):
        try:
            pytest.fail("\n".join(["truthcheck refutes:", *(one.text for one in told)]), pytrace=False)
        except pytest.fail.Exception as failure:
            outcome.force_exception(failure)
    else:
        for one in told:
            item.warn(TruthcheckWarning(one.text))


def _place(item: pytest.Item) -> tuple[str, int]:
    file, line, _ = item.location
    return file.replace("\\", "/"), (line or 0) + 1


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield
    session = item.config.stash.get(_KEY, None)
    if session is not None:
        session.judge(item.nodeid, *_place(item))


def pytest_sessionfinish(session: pytest.Session) -> None:
    known = session.config.stash.get(_KEY, None)
    output = getattr(session.config, "workeroutput", None)
    if known is not None and output is not None:
        output[_OUTPUT] = known.told()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker of pytest-xdist is done: what it found is ours."""
    known = node.config.stash.get(_KEY, None)
    told = getattr(node, "workeroutput", {}).get(_OUTPUT)
    if known is not None and told is not None:
        known.take(told)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    session = config.stash.get(_KEY, None)
    if session is None or hasattr(config, "workerinput"):
        return
    terminalreporter.section("truthcheck")
    for line in session.lines():
        terminalreporter.line(line)
    file = config.getoption("--truthcheck-report")
    if file:
        session.write(config.rootpath / file)
