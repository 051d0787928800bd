"""How the known command-line agents are run without a person: the first time, and again in the same conversation."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from truthcheck.errors import TruthcheckError
from truthcheck.loop.agent import Agent

_CLAUDE = ("claude", "-p", "--output-format", "json", "--permission-mode", "acceptEdits")
_CODEX = ("codex", "exec")
_HEADLESS = ("--json", "--full-auto", "-")
_GEMINI = ("gemini", "--approval-mode", "auto_edit", "-p", "{prompt}")
_CURSOR = ("cursor-agent", "-p", "--force", "{prompt}")
_COPILOT = ("copilot", "--allow-tool", "write", "-p", "{prompt}")
_OPENCODE = ("opencode", "run")
_AIDER = ("aider", "--yes-always", "--no-auto-commits", "--message-file", "{prompt_file}")

PRESETS = {
    "claude": Agent(_CLAUDE, (*_CLAUDE, "--continue")),
    "codex": Agent((*_CODEX, *_HEADLESS), (*_CODEX, "resume", "--last", *_HEADLESS)),
    "gemini": Agent(_GEMINI),
    "cursor": Agent(_CURSOR),
    "cursor-agent": Agent(_CURSOR),
    "copilot": Agent(_COPILOT, (*_COPILOT, "--continue")),
    "opencode": Agent((*_OPENCODE, "{prompt}"), (*_OPENCODE, "--continue", "{prompt}")),
    "aider": Agent(_AIDER, (*_AIDER, "--restore-chat-history")),
}


def agent(command: Sequence[str]) -> Agent:
    """The preset when the command is one bare known name; otherwise exactly the command."""
    if not command:
        known = ", ".join(sorted(PRESETS))
        raise TruthcheckError("no agent command given", f"write it after `--`, or one of: {known}")
    preset = PRESETS.get(command[0]) if len(command) == 1 else None
    chosen = preset or Agent(tuple(command))
    if shutil.which(chosen.command[0]) is None:
        hint = "check the command after `--`"
        raise TruthcheckError(f"cannot start the agent `{chosen.command[0]}`: not found", hint)
    return chosen
