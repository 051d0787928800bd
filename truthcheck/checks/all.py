"""Every check that judges a candidate operation, in the order of reading."""

from __future__ import annotations

from truthcheck.checks.http import encoding, lifecycle, parameters, reply

CHECKS = (encoding.check, parameters.check, lifecycle.check, reply.check)
