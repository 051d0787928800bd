"""A PostgreSQL server of the tests' own: on a free port, in a folder of its own, as a user who may do nothing else."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
MISSING = "no PostgreSQL server is installed here (Debian: apt-get install postgresql)"


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on the path, or where distributions put it."""
    found = shutil.which("initdb")
    if found and (real := Path(found).resolve().parent / "postgres").exists():
        return real.parent
    every = [file for place in PLACES for file in Path(place).glob("*/bin/initdb")]
    return max(every).parent if every else None


def account() -> dict[str, int]:
    """Who runs the server: the server refuses root."""
    if os.name != "posix" or os.geteuid():
        return {}
    names = {one.pw_name: one for one in pwd.getpwall()}
    who = names.get("postgres") or names["nobody"]
    return {"user": who.pw_uid, "group": who.pw_gid}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[str]:
    """The address of a server, without a database's name; it ends with the block."""
    bin = binaries()
    assert bin is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if os.name == "posix" else None))
    who = account()
    if who:
        os.chown(folder, who["user"], who["group"])
    port, data = free_port(), folder / "data"
    make = [bin / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    process = None
    try:
        subprocess.run(make, check=True, capture_output=True, cwd=folder, **who)
        options = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", "fsync=off")
        command = [bin / "postgres", "-D", data, *(part for one in options for part in ("-c", one))]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **who)
        address = f"postgresql://tester@127.0.0.1:{port}"
        ready = [bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "30"]
        for _ in range(100):
            if subprocess.run(ready).returncode == 0:
                break
            assert process.poll() is None, (folder / "log").read_text()
            subprocess.run(["sleep", "0.1"])
        yield address
    finally:
        if process is not None:
            process.terminate()
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def apply(bin: Path, address: str, file: Path) -> str:
    """Runs an SQL file as psql does, going on behind errors; what it complained about."""
    command = [bin / "psql", "-X", "-q", "-v", "VERBOSITY=terse", "-d", address, "-f", file]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PGCLIENTENCODING": "UTF8"})
    return run.stderr
