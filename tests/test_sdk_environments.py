"""An environment may be half installed, changed, hostile: it is read, never run, and no true call is accused."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from evil import DEEP, EVIL, MARK

from truthcheck.cli import boundary

PROJECT = """\
import stripe

stripe.Customer.create(email="ada@acme.dev")
stripe.Customer.retrieve("cus_1")
stripe.Customer.find("cus_1")
"""
SHIPPED, OTHER = "16.1.0", "16.0.93"  # a version of which we have an index, and one that only lies in the environment
SITE = Path(".venv/lib/python3.11/site-packages")
METHODS = """\
    @classmethod
    def create(cls, **given): ...
    @classmethod
    def retrieve(cls, id): ...
"""
PACKAGE = {
    "stripe/__init__.py": f"{EVIL}from stripe._customer import Customer as Customer\n",
    "stripe/_customer.py": f"{EVIL}class Customer:\n{METHODS}",
    "stripe/py.typed": "",
}


pytestmark = pytest.mark.usefixtures("nothing_escapes")


def installed(version: str, files: dict[str, str] = PACKAGE, record: str | None = None) -> Path:
    """A package in the project's environment, with a RECORD that is right unless one is given."""
    info = SITE / f"stripe-{version}.dist-info"
    info.mkdir(parents=True)
    rows = []
    for name, text in files.items():
        (SITE / name).parent.mkdir(parents=True, exist_ok=True)
        (SITE / name).write_text(text)
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(text)}")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: stripe\nVersion: {version}\n")
    (info / "RECORD").write_text("\n".join(rows) + "\n" if record is None else record)
    return info


def _alone(version: str) -> None:
    installed(version, {})


def _without_record(version: str) -> None:
    (installed(version) / "RECORD").unlink()


def _without_info(version: str) -> None:
    for file in (info := installed(version)).iterdir():
        file.unlink()
    info.rmdir()


def _empty_info(version: str) -> None:
    for file in installed(version).iterdir():
        file.unlink()


def _half(version: str) -> None:
    installed(version)
    (SITE / "stripe" / "_customer.py").unlink()


def _changed(version: str) -> None:
    installed(version)
    (SITE / "stripe" / "_customer.py").write_text("class Customer:\n    def find(self): ...\n")


def _more(version: str) -> None:
    installed(version)
    (SITE / "stripe" / "_late.py").write_text(EVIL)


def _lies(version: str) -> None:
    rows = [
        "../../../../../../etc/passwd,sha256=x,1",
        "/etc/passwd.py,,",
        "stripe/gone.py,sha256=a,3",
        '"',
        "a",
        ",,",
        "",
    ]
    installed(version, record="\n".join([*rows, *(f"stripe/m{n}.py,sha256=q,1" for n in range(100_000))]))


def _no_text(version: str) -> None:
    info = installed(version)
    for file in ("RECORD", "METADATA"):
        (info / file).write_bytes(bytes(range(256)) * 400)


def _two(version: str) -> None:
    installed(version)
    (SITE / "stripe-7.14.0.dist-info").mkdir()


def _info_is_a_file(version: str) -> None:
    SITE.mkdir(parents=True)
    (SITE / f"stripe-{version}.dist-info").write_text("")


def _strange_names(version: str) -> None:
    for name in (
        "stripe-",
        "stripe",
        "-16",
        "stripe-\x1b[31m16",
        "stripe-16\n17",
        f"stripe-{version}-1",
        "stripe-..",
        "-",
    ):
        (SITE / f"{name}.dist-info").mkdir(parents=True)


def _environment_is_a_file(version: str) -> None:
    Path(".venv").write_text(version)


def _links(version: str) -> None:
    SITE.parent.mkdir(parents=True)
    SITE.symlink_to(SITE.absolute())
    Path("venv").symlink_to("venv")
    Path("env").symlink_to("/")


def _modules_are_links(version: str) -> None:
    installed(version)
    for name, target in (("_customer.py", "/dev/zero"), ("__init__.py", "/dev/stdin"), ("round.py", "round.py")):
        file = SITE / "stripe" / name
        file.unlink(missing_ok=True)
        file.symlink_to(target)
    (SITE / "stripe" / "up").symlink_to(Path().absolute(), target_is_directory=True)


def _package_is_a_link(version: str) -> None:
    installed(version, {})
    (SITE / "stripe").symlink_to(Path().absolute(), target_is_directory=True)


def _pipe(version: str) -> None:
    installed(version)
    (SITE / "stripe" / "_customer.py").unlink()
    os.mkfifo(SITE / "stripe" / "_customer.py")


def _namespace(version: str) -> None:
    installed(version, {"stripe/_customer.py": PACKAGE["stripe/_customer.py"], "stripe/inner/a.py": "x = 1\n"})


def _huge(version: str) -> None:
    installed(version, {**PACKAGE, "stripe/_customer.py": "x = 1\n" * ((50 << 20) // 6)})


def _runs_at_the_start(version: str) -> None:
    installed(version)
    for name in ("sitecustomize.py", "usercustomize.py", "evil.py", "conftest.py"):
        (SITE / name).write_text(EVIL)
    (SITE / "evil.pth").write_text(f"import pathlib; pathlib.Path({MARK!r}).write_text('pth')\n")
    (SITE / "__editable__.stripe.pth").write_text(str(Path().absolute()))
    (SITE / "stripe.egg-link").write_text("/")


def _deep(name: str) -> Callable[[str], None]:
    deep = "".join(f"    {line}\n" for line in DEEP[name].splitlines()[:5000])
    text = f"class Customer:\n{deep}{METHODS}"
    return lambda version: installed(version, {**PACKAGE, "stripe/_customer.py": text}) and None


ENVIRONMENTS: dict[str, Callable[[str], None]] = {
    "nothing": lambda version: None,
    "whole": lambda version: installed(version) and None,
    "metadata without a package": _alone,
    "a package without metadata": _without_info,
    "a package with empty metadata": _empty_info,
    "a package without RECORD": _without_record,
    "a file is missing": _half,
    "a file was changed": _changed,
    "a file came later": _more,
    "a RECORD that lies": _lies,
    "metadata that is no text": _no_text,
    "two versions": _two,
    "metadata is a file": _info_is_a_file,
    "strange names": _strange_names,
    "the environment is a file": _environment_is_a_file,
    "links": _links,
    "modules are links": _modules_are_links,
    "the package is a link": _package_is_a_link,
    "a module is a pipe": _pipe,
    "a namespace": _namespace,
    "a module of 50 MB": _huge,
    "code that runs when Python starts": _runs_at_the_start,
    **{f"a class with {name}": _deep(name) for name in DEEP},
}


SAID = {
    "metadata without a package": "names no Python file",
    "a RECORD that lies": "names no Python file",
    "a file is missing": "stripe/_customer.py is missing",
    "a module is a pipe": "stripe/_customer.py is missing",
    "modules are links": "is missing",
    "a file came later": "stripe/_late.py is not in its RECORD",
    "a file was changed": "_customer.py is not what its RECORD says",
    "a module of 50 MB": "_customer.py is not what its RECORD says",
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_broken_is_said_in_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("shop.py").write_text(PROJECT)
    ENVIRONMENTS[name](OTHER)
    boundary.run(["verify", "shop.py"])
    (note,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("note: ")]
    assert note.startswith(f"note: stripe {OTHER} in .venv: ")
    assert SAID[name] in note


@pytest.mark.parametrize("version", [SHIPPED, OTHER])
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_environment_of_any_kind(name: str, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice, since what is read may be remembered. No true call is accused; of a known version, all is found."""
    Path("shop.py").write_text(PROJECT)
    ENVIRONMENTS[name](version)
    for _ in range(2):
        code = boundary.run(["verify", "--format", "json", "shop.py"])
        seen = capsys.readouterr()
        report = json.loads(seen.out)
        assert code in (0, 1)
        assert seen.err == ""
        assert report["errors"] == []
        told = [(finding["line"], finding["rule"]) for finding in report["findings"]]
        assert told in ([(5, "unknown-sdk-member")], [] if version == OTHER else None)
        assert all("\n" not in note for note in report["notes"])
    assert boundary.run(["verify", "shop.py"]) == code
    assert "\x1b" not in capsys.readouterr().out


def test_a_version_of_the_environment_is_named_in_the_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("shop.py").write_text(PROJECT)
    installed(SHIPPED)
    assert boundary.run(["verify", "shop.py"]) == 1
    assert "stripe 16.1.0" in capsys.readouterr().out
