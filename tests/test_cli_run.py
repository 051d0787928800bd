"""The command line around a pipeline that is played by a stand-in: exit codes, streams, options, the error boundary."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from truthcheck.cli import boundary, exits, output
from truthcheck.cli.group import SECTIONS
from truthcheck.cli.verify import exit_code
from truthcheck.config import Config
from truthcheck.errors import TruthcheckError
from truthcheck.filters.selection import LEFT_OUT, narrow
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked, Problem, Report
from truthcheck.model.value import Literal, Unknown

AT = Span("app.py", 1, 1, 1, 4)
ERROR = Finding("unknown-endpoint", "error", "certain", "no such path", AT)
LIKELY = Finding("unknown-parameter", "error", "likely", "no such name", AT)
WARNING = Finding("deprecated", "warning", "certain", "old", AT)
OPEN = Checked(
    Call(AT, "c", "get", Literal("GET"), Unknown(Reason(Why.NOTHING_KNOWN))),
    UNVERIFIED,
    reason=Reason(Why.HOST_UNKNOWN),
)


def report(*findings: Finding, problems: tuple[Problem, ...] = (), calls: tuple[Checked, ...] = ()) -> Report:
    return Report(calls, findings, problems, 1, 0.0)


Play = Callable[[Any], list[Any]]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Play:
    """Let `verify` give a report or raise; the list holds what it was called with."""
    monkeypatch.chdir(tmp_path)

    def prepare(outcome: Any) -> list[Any]:
        calls: list[Any] = []
        module = ModuleType("truthcheck.pipeline")

        def verify(paths: tuple[str, ...], config: Config, stdin: Any = None, edited: Any = None) -> Report:
            calls.append((paths, config, stdin))
            if isinstance(outcome, BaseException):
                raise outcome
            assert isinstance(outcome, Report)
            return outcome

        module.verify = verify  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "truthcheck.pipeline", module)
        return calls

    return prepare


@pytest.mark.parametrize(
    ("made", "config", "expected"),
    [
        (report(), Config(), exits.CLEAN),
        (report(ERROR), Config(), exits.FINDINGS),
        (report(WARNING), Config(), exits.CLEAN),
        (report(WARNING), Config(fail_on="warning"), exits.FINDINGS),
        (report(ERROR), Config(fail_on="never"), exits.CLEAN),
        (report(calls=(OPEN,)), Config(), exits.CLEAN),
        (report(calls=(OPEN,)), Config(strict=True), exits.FINDINGS),
        (report(calls=(OPEN,)), Config(strict=True, fail_on="never"), exits.FINDINGS),
        (report(ERROR, problems=(Problem("a.py", "no"),)), Config(), exits.CANNOT_RUN),
    ],
)
def test_exit_code(made: Report, config: Config, expected: int) -> None:
    assert exit_code(made, config) == expected


def test_exit_zero_hides_findings_but_no_problem() -> None:
    assert exit_code(report(ERROR), Config(), exit_zero=True) == exits.CLEAN
    assert exit_code(report(problems=(Problem("a.py", "no"),)), Config(), exit_zero=True) == exits.CANNOT_RUN


def test_the_folder_is_the_default_and_options_reach_the_config(play: Play) -> None:
    calls = play(report())
    assert boundary.run(["verify"]) == exits.CLEAN
    assert calls[0][0] == (".",)
    args = ["verify", "a.py", "b.py", "--strict", "--min-confidence", "certain", "--fail-on", "warning"]
    assert boundary.run(args) == exits.CLEAN
    paths, config, stdin = calls[1]
    assert (paths, stdin) == (("a.py", "b.py"), None)
    assert (config.strict, config.min_confidence, config.fail_on) == (True, "certain", "warning")


def test_a_flag_not_given_leaves_the_configuration_alone(play: Play, tmp_path: Path) -> None:
    (tmp_path / "truthcheck.toml").write_text('strict = true\nformat = "concise"\n')
    calls = play(report())
    boundary.run(["verify"])
    assert (calls[0][1].strict, calls[0][1].format) == (True, "concise")


def test_a_wish_that_cannot_run_is_two_lines(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    play(TruthcheckError("no such path: x\x1b[2J.py", "check the spelling"))
    assert boundary.run(["verify", "x.py"]) == exits.CANNOT_RUN
    assert capsys.readouterr().err == "error: no such path: x\u241b[2J.py\nhint: check the spelling\n"


@pytest.mark.parametrize("loud", [False, True])
def test_our_own_fault_is_an_apology_and_a_traceback_only_when_asked(
    play: Play, capsys: pytest.CaptureFixture[str], loud: bool
) -> None:
    play(ZeroDivisionError("broken"))
    assert boundary.run(["verify", *(["--verbose"] if loud else [])]) == exits.FAULT
    told = capsys.readouterr().err
    assert "error: truthcheck itself failed, sorry (ZeroDivisionError: broken)" in told
    assert ("Traceback" in told) is loud


def test_interrupt_and_closed_pipe(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    play(KeyboardInterrupt())
    assert boundary.run(["verify"]) == exits.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_is_quiet() -> None:
    code = (
        "import sys\n"
        "from truthcheck.cli import boundary, group\n"
        "import click\n"
        "def loud():\n"
        "    for _ in range(100_000):\n"
        "        click.echo('x' * 50)\n"
        "group._NAMES = ('loud',)\n"
        "group.LazyGroup.get_command = lambda *_: click.Command('loud', callback=loud)\n"
        "sys.exit(boundary.run(['loud']))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(20) == exits.PIPE_CLOSED


def test_two_outputs_at_once_are_refused(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    play(report())
    assert boundary.run(["verify", "--feedback", "--format", "json"]) == exits.CANNOT_RUN
    assert "--feedback cannot be combined with --format" in capsys.readouterr().err


def test_stdin_is_passed_on_and_shown(
    play: Play, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Fake:
        buffer = io.BytesIO(b"get('x')\n")

    monkeypatch.setattr(sys, "stdin", Fake)
    calls = play(report(ERROR))
    assert boundary.run(["verify", "-", "--stdin-filename", "app.py"]) == exits.FINDINGS
    assert calls[0][2] == ("app.py", b"get('x')\n")
    assert "1 | get('x')\n  | ^^^\n" in capsys.readouterr().out


def test_stdin_filename_without_stdin_is_a_mistake(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    play(report())
    assert boundary.run(["verify", "--stdin-filename", "app.py"]) == exits.CANNOT_RUN
    assert "no `-` to read stdin" in capsys.readouterr().err


def test_output_file_gets_the_result_and_stderr_the_count(
    play: Play, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(report(ERROR))
    assert boundary.run(["verify", "--format", "json", "-o", "out.json"]) == exits.FINDINGS
    assert json.loads((tmp_path / "out.json").read_text())["findings"][0]["rule"] == "unknown-endpoint"
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Checked 0 calls in 1 file: 0 verified, 0 refuted, 0 unverified\n")


def test_output_file_that_cannot_be_written_fails_before_the_work(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = play(report())
    assert boundary.run(["verify", "-o", "nowhere/out.json"]) == exits.CANNOT_RUN
    assert boundary.run(["verify", "-o", "."]) == exits.CANNOT_RUN
    assert calls == []
    told = capsys.readouterr().err
    assert "error: cannot write nowhere/out.json: there is no folder nowhere\nhint: create the folder first\n" in told
    assert "error: cannot write .: it is a folder\n" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full to stand for a full disk")
def test_a_full_disk_is_told(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    play(report(ERROR))
    assert boundary.run(["verify", "-o", "/dev/full"]) == exits.CANNOT_RUN
    assert "error: cannot write /dev/full: No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wish", "environment", "expected"),
    [
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "0"}, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour(monkeypatch: pytest.MonkeyPatch, wish: str, environment: dict[str, str], expected: bool) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # no terminal
    assert output.colored(wish, None, environment) is expected


def test_colour_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    assert output.colored("auto", None, {})
    assert not output.colored("auto", None, {"CLICOLOR": "0"})
    assert not output.colored("auto", None, {"TERM": "dumb"})
    assert not output.colored("auto", Path("out.txt"), {"FORCE_COLOR": "1"})


def test_a_narrow_report_does_not_call_a_false_call_true() -> None:
    made = Checked(OPEN.call, REFUTED, findings=(LIKELY, WARNING))
    narrowed = narrow(report(LIKELY, WARNING, calls=(made,)), Config(min_confidence="certain"))
    assert narrowed.findings == (WARNING,)
    assert (narrowed.calls[0].verdict, narrowed.calls[0].reason) == (UNVERIFIED, LEFT_OUT)
    assert narrow(narrowed, Config(min_confidence="certain")) == narrowed
    whole = report(ERROR, calls=(made,))
    assert narrow(whole, Config()) is whole


def test_every_option_of_every_command_has_one_plain_sentence() -> None:
    import click

    from truthcheck.cli.group import group

    context = click.Context(group)
    for names in SECTIONS.values():
        for name in names:
            command = group.get_command(context, name)
            assert command is not None, name
            assert command.help, name
            for option in command.params:
                if isinstance(option, click.Option):
                    assert option.help, f"{name} {option.name}"
                    assert option.help.endswith("."), f"{name} {option.name}"


def test_version_imports_no_command() -> None:
    code = (
        "import sys\n"
        "from truthcheck.cli.boundary import run\n"
        "run(['--version'])\n"
        "print(sorted(n for n in sys.modules if n.startswith(('truthcheck.', 'libcst', 'dataclasses'))))\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[1] == str(
        [
            "truthcheck.cli",
            "truthcheck.cli.boundary",
            "truthcheck.cli.exits",
            "truthcheck.cli.group",
            "truthcheck.errors",
            "truthcheck.version",
        ]
    )


def test_a_narrow_encoding_of_stdout_is_no_crash() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    shown = subprocess.run(
        [sys.executable, "-m", "truthcheck", "verify", "--format", "漢"], capture_output=True, text=True, env=env
    )
    assert shown.returncode == exits.CANNOT_RUN
    assert "\\u6f22" in shown.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("patience", "seconds"), [(60.0, 0.0), (0.05, 1.5)])
def test_a_sign_of_life_only_on_a_terminal_and_only_when_it_takes_long(patience: float, seconds: float) -> None:
    import pty

    code = (
        "import time\n"
        "from truthcheck.cli import waiting\n"
        f"waiting._PATIENCE = waiting._BEAT = {patience}\n"
        f"with waiting.waiting('checking'): time.sleep({seconds})\n"
    )
    master, slave = pty.openpty()
    run = subprocess.run([sys.executable, "-c", code], stderr=slave, stdout=subprocess.PIPE)
    os.write(slave, b".")  # the end of what is to be read
    shown = ""
    while not shown.endswith("."):
        shown += os.read(master, 10_000).decode()
    os.close(master)
    os.close(slave)
    assert (run.returncode, run.stdout) == (0, b"")
    assert bool(re.search(r"\rchecking: \d+ s", shown)) is (seconds > 0)
    assert seconds == 0 or shown.endswith("\r\x1b[K.")  # nothing is left on the line
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert piped.stderr == b""
