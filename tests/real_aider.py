"""aider itself, with a scripted model on loopback: it edits, hears of the invented endpoint, and repairs it.

Not collected by name, as it needs aider:  AIDER=/path/to/aider pytest tests/real_aider.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

AIDER = os.environ.get("AIDER") or shutil.which("aider")
FALSE = 'import requests\n\nrequests.get("https://api.github.com/repos/o/r/isues")\n'
TRUE = FALSE.replace("isues", "issues")


@contextmanager
def model(answers: list[str]) -> Iterator[tuple[str, list[str]]]:
    """An OpenAI-compatible server that gives these answers in turn; yields its address and the prompts it gets."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append(str(request["messages"][-1]["content"]))
            text = answers[min(len(heard), len(answers)) - 1]
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            reply = {"id": "1", "object": "chat.completion", "created": 1, "model": "scripted", "usage": usage}
            body = json.dumps({**reply, "choices": [choice]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", heard
    finally:
        server.shutdown()


def whole(text: str) -> str:
    return f"app.py\n```\n{text}```\n"


@pytest.mark.skipif(AIDER is None, reason="needs aider: pip install aider-chat")
def test_aider_hears_of_the_invented_endpoint_and_repairs_it(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    project.mkdir()
    (project / "app.py").write_text("import requests\n")
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(home),
        "TRUTHCHECK_CACHE_DIR": str(tmp_path / "cache"),
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # no look-up of prices
        "OPENAI_API_KEY": "none",
    }
    assert (
        subprocess.run([sys.executable, "-m", "truthcheck", "init", "--aider"], cwd=project, env=environment).returncode
        == 0
    )
    flags = ["--no-git", "--yes-always", "--no-stream", "--no-pretty", "--no-check-update", "--analytics-disable"]
    flags += ["--no-show-model-warnings", "--no-show-release-notes", "--edit-format", "whole", "--map-tokens", "0"]
    with model([whole(FALSE), whole(TRUE), "nothing more"]) as (address, heard):
        flags += ["--model", "openai/scripted", "--openai-api-base", address, "--message", "list the issues"]
        assert AIDER is not None
        ran = subprocess.run(
            [AIDER, *flags, "app.py"], cwd=project, env=environment, capture_output=True, text=True, timeout=300
        )
    assert (project / "app.py").read_text() == TRUE, ran.stdout + ran.stderr
    assert len(heard) == 2
    assert "app.py:3:" in heard[1]
    assert "unknown-endpoint" in heard[1]
    assert "GET /repos/{owner}/{repo}/issues" in heard[1]
