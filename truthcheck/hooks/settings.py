"""What `truthcheck init` writes, as data: for every harness its files, and in each our part of it."""

from __future__ import annotations

from truthcheck.model.noun import NamedTuple

EDIT_SECONDS, STOP_SECONDS = 30, 60
BEGIN, END = "truthcheck: begin", "truthcheck: end"
MARKS = (" hook ", "plugins/truthcheck.js")  # in a string that also names truthcheck: ours


class Merged(NamedTuple):
    """Our part of a JSON file that others write as well."""

    path: str
    part: dict[str, object]


class Own(NamedTuple):
    """A whole file of ours. `starter`: only a start, which the user may change and which then stays as it is."""

    path: str
    text: str
    starter: bool = False


class Block(NamedTuple):
    """Our lines in a text file that others write as well, between two marks; `marks` are those lines."""

    path: str
    text: str
    marks: tuple[str, str]


class Listed(NamedTuple):
    """Our entry of a list in a YAML file that others write as well; `text` stands at the indentation of the list."""

    path: str
    key: str
    text: str
    header: str


def harness(name: str, command: str) -> tuple[Merged | Own | Block | Listed, ...]:
    """Everything that one harness needs; `command` is how truthcheck is called there."""
    call = f"{command} hook {name}"
    match name:
        case "claude":
            skill = Own(".claude/skills/truthcheck/SKILL.md", SKILL.format(command=command))
            return Merged(".claude/settings.json", _claude("Edit|Write|MultiEdit", call)), skill
        case "codex":
            skill = Own(".agents/skills/truthcheck/SKILL.md", SKILL.format(command=command))
            return Merged(".codex/hooks.json", _claude("apply_patch|Edit|Write", call)), skill
        case "cursor":
            return (Merged(".cursor/hooks.json", _cursor(call)),)
        case "gemini":
            return (Merged(".gemini/settings.json", _gemini(call)),)
        case "copilot":
            return (Merged(".github/hooks/truthcheck.json", _copilot(call)),)
        case "opencode":
            plugin = Own(".opencode/plugins/truthcheck.js", PLUGIN.replace("@CALL@", _words(call)))
            return Merged("opencode.json", {"plugin": ["./.opencode/plugins/truthcheck.js"]}), plugin
        case "aider":
            text = f'lint-cmd:\n  - "python: {call}"\n'
            return (Block(".aider.conf.yml", text, (f"# {BEGIN}", f"# {END}")),)
        case "pre-commit":
            return (Listed(".pre-commit-config.yaml", "repos", PRE_COMMIT.format(command=command), "repos:\n"),)
        case "github":
            return (Own(".github/workflows/truthcheck.yml", WORKFLOW, starter=True),)
        case _:
            marks = (f"<!-- {BEGIN} -->", f"<!-- {END} -->")
            return (Block("AGENTS.md", AGENTS.format(command=command), marks),)


def _claude(tools: str, call: str) -> dict[str, object]:
    edit = {"type": "command", "command": call, "timeout": EDIT_SECONDS}
    stop = {"type": "command", "command": call, "timeout": STOP_SECONDS}
    return {"hooks": {"PostToolUse": [{"matcher": tools, "hooks": [edit]}], "Stop": [{"hooks": [stop]}]}}


def _cursor(call: str) -> dict[str, object]:
    edit = {"command": call, "matcher": "Write|Edit", "timeout": EDIT_SECONDS}
    return {"version": 1, "hooks": {"postToolUse": [edit], "stop": [{"command": call, "timeout": STOP_SECONDS}]}}


def _gemini(call: str) -> dict[str, object]:
    edit = {"name": "truthcheck", "type": "command", "command": call, "timeout": EDIT_SECONDS * 1000}
    stop = {**edit, "timeout": STOP_SECONDS * 1000}
    return {
        "hooks": {"AfterTool": [{"matcher": "write_file|replace", "hooks": [edit]}], "AfterAgent": [{"hooks": [stop]}]}
    }


def _copilot(call: str) -> dict[str, object]:
    edit = {"type": "command", "bash": call, "powershell": call, "timeoutSec": EDIT_SECONDS}
    return {"version": 1, "hooks": {"postToolUse": [edit], "agentStop": [{**edit, "timeoutSec": STOP_SECONDS}]}}


def _words(call: str) -> str:
    import json

    return json.dumps(call.split())


AGENTS = """\
## API calls are checked

`truthcheck` compares the API calls of this project with what the APIs really offer.

- Check the code: `{command} verify`
- Read one finding's rule: `{command} explain unknown-endpoint`

A finding names the place, what is false and what is true. A call counts as repaired when it stays in place and is true.
"""

SKILL = """\
---
name: truthcheck
description: Checks API and SDK calls in Python code against the real API surface. Use after writing or changing code \
that calls a web API or an SDK, and when an endpoint, parameter, enum value or response field is uncertain.
---

# Checking API calls

Run the check on what was written:

```
{command} verify path/to/file.py --format agent
```

Every line is `file:line:column: error rule: what is false help: what is true`. No line means nothing false was found;
calls that could not be checked are counted at the end. `{command} explain RULE` tells more about a rule.

A call is repaired when it stays in place and is true; deleting it, commenting it out or hiding it from the check is not
a repair.
"""

PRE_COMMIT = """\
- repo: local
  hooks:
    - id: truthcheck
      name: truthcheck
      entry: {command} verify
      language: system
      types: [python]
"""

WORKFLOW = """\
name: truthcheck
on:
  pull_request:
permissions:
  contents: read
jobs:
  truthcheck:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
        with:
          persist-credentials: false
      - uses: actions/setup-python@83679a892e2d95755f2dac6acb0bfd1e9ac5d548 # v6.1.0
        with:
          python-version: "3.12"
      - run: python -m pip install api-truthcheck
      - run: truthcheck verify --format github --summary "$GITHUB_STEP_SUMMARY"
"""

PLUGIN = """\
// Written by `truthcheck init --opencode`: asks truthcheck about each edit and each stop, tells the model the answer.
import { spawn } from "node:child_process"

const command = @CALL@

function ask(payload) {
  return new Promise((resolve) => {
    let out = ""
    const child = spawn(command[0], command.slice(1), { cwd: payload.directory, timeout: 60000 })
    child.on("error", () => resolve(""))
    child.stdout.on("data", (piece) => (out += piece))
    child.on("close", () => {
      try {
        resolve(JSON.parse(out).text || "")
      } catch {
        resolve("")
      }
    })
    child.stdin.on("error", () => {})
    child.stdin.end(JSON.stringify(payload))
  })
}

export const Truthcheck = async ({ client, directory }) => {
  const tell = (id, text, noReply) =>
    client.session.prompt({ path: { id }, body: { noReply, parts: [{ type: "text", text }] } })
  return {
    "tool.execute.after": async (input, output) => {
      const args = input.args ?? { filePath: output?.metadata?.filediff?.file ?? output?.title }
      const payload = { event: "tool.execute.after", tool: input.tool, sessionID: input.sessionID, directory, args }
      const text = await ask(payload)
      if (text) await tell(input.sessionID, text, true)
    },
    event: async ({ event }) => {
      if (event.type !== "session.idle") return
      const sessionID = event.properties.sessionID
      const text = await ask({ event: "session.idle", sessionID, directory })
      if (text) await tell(sessionID, text, false)
    },
  }
}
"""
