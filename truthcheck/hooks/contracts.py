"""What each harness hands a hook and which reply its model sees, as data; recorded payloads in the tests hold it."""

from __future__ import annotations

from truthcheck.model.noun import NamedTuple

TEXT = "\0text"  # stands in a reply for what is told
EDIT, STOP = "edit", "stop"


class Contract(NamedTuple):
    """The names that one harness uses. A dotted name is a path into the payload; the first that is there counts.

    `marks` are keys that tell the event where the payload does not name it. `foreign` are keys that only another
    harness writes, which runs this one's hooks as well and has its own. `limit` is in bytes.
    """

    event: tuple[str, ...]
    events: dict[str, str]
    tool: tuple[str, ...]
    tools: frozenset[str]
    arguments: tuple[str, ...]
    session: tuple[str, ...]
    folder: tuple[str, ...]
    active: tuple[str, ...]
    replies: dict[str, dict[str, object]]
    limit: int
    marks: tuple[tuple[str, str], ...] = ()
    foreign: tuple[str, ...] = ()
    status: tuple[str, str] = ("", "")


_BLOCK: dict[str, object] = {"decision": "block", "reason": TEXT}
_NAMED = ("hook_event_name",)

CONTRACTS = {
    "claude": Contract(
        event=_NAMED,
        events={"PostToolUse": EDIT, "Stop": STOP, "SubagentStop": STOP},
        tool=("tool_name",),
        tools=frozenset({"Edit", "Write", "MultiEdit"}),
        arguments=("tool_input",),
        session=("session_id",),
        folder=("cwd",),
        active=("stop_hook_active",),
        replies={EDIT: _BLOCK, STOP: _BLOCK},
        limit=10_000,
        foreign=("cursor_version", "tool_result", "stop_reason"),  # Cursor; Copilot (tool and stop)
    ),
    "codex": Contract(
        event=_NAMED,
        events={"PostToolUse": EDIT, "Stop": STOP},
        tool=("tool_name",),
        tools=frozenset({"apply_patch", "Edit", "Write"}),
        arguments=("tool_input",),
        session=("session_id",),
        folder=("cwd",),
        active=("stop_hook_active",),
        replies={EDIT: _BLOCK, STOP: _BLOCK},
        limit=10_000,  # 2,500 tokens
    ),
    "cursor": Contract(
        event=_NAMED,
        events={"postToolUse": EDIT, "stop": STOP},
        tool=("tool_name",),
        tools=frozenset({"Write", "Edit", "MultiEdit", "edit_file", "search_replace", "write"}),
        arguments=("tool_input",),
        session=("conversation_id", "session_id"),
        folder=("workspace_roots.0", "cwd"),
        active=("loop_count",),
        replies={EDIT: {"additional_context": TEXT}, STOP: {"followup_message": TEXT}},
        limit=10_000,
        status=("status", "completed"),
    ),
    "gemini": Contract(
        event=_NAMED,
        events={"AfterTool": EDIT, "AfterAgent": STOP},
        tool=("tool_name",),
        tools=frozenset({"write_file", "replace", "edit"}),
        arguments=("tool_input",),
        session=("session_id",),
        folder=("cwd",),
        active=("stop_hook_active",),
        replies={
            EDIT: {"hookSpecificOutput": {"hookEventName": "AfterTool", "additionalContext": TEXT}},
            STOP: _BLOCK,
        },
        limit=32_000,
    ),
    "copilot": Contract(
        event=_NAMED,
        events={"PostToolUse": EDIT, "Stop": STOP},
        tool=("toolName", "tool_name"),
        tools=frozenset({"edit", "create", "str_replace_editor", "apply_patch", "Edit", "Write"}),
        arguments=("toolArgs", "tool_input"),
        session=("sessionId", "session_id"),
        folder=("cwd",),
        active=("stop_hook_active", "stopHookActive"),
        replies={EDIT: {"additionalContext": TEXT}, STOP: _BLOCK},
        limit=10_000,
        marks=(("toolName", EDIT), ("stopReason", STOP)),
    ),
    "opencode": Contract(
        event=("event",),
        events={"tool.execute.after": EDIT, "session.idle": STOP},
        tool=("tool",),
        tools=frozenset({"edit", "write", "multiedit", "patch", "apply_patch"}),
        arguments=("args",),
        session=("sessionID",),
        folder=("directory",),
        active=(),
        replies={EDIT: {"text": TEXT}, STOP: {"text": TEXT}},
        limit=32_000,
    ),
}

HARNESSES = (*CONTRACTS, "aider")
