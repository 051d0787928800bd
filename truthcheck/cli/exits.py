"""Exit codes: part of the public contract."""

from __future__ import annotations

CLEAN = 0
FINDINGS = 1
CANNOT_RUN = 2
FAULT = 3
INTERRUPTED = 130
PIPE_CLOSED = 141  # as a shell reports any program whose reader went away; never mistaken for a verdict

MEANING = {
    CLEAN: "nothing found",
    FINDINGS: "findings at or above --fail-on and --fail-confidence, or with --strict an unverified call",
    CANNOT_RUN: "cannot run: wrong usage or configuration, a file or a document that cannot be read",
    FAULT: "a fault of truthcheck itself",
}
