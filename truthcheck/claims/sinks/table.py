"""What the engine asks about clients, replies and SDKs: this module is an `engine.sinks.Sinks`."""

from truthcheck.claims.sinks.clients import call_client, call_prepared, call_session, canonical
from truthcheck.claims.sinks.fakes import fake_attribute, fake_entered
from truthcheck.claims.sinks.mock_patches import stands_for, unanswered
from truthcheck.claims.sinks.mocks import call_fake, fake_assigned, handed_by_runner
from truthcheck.claims.sinks.replies import catches, narrowed, tested, written
from truthcheck.claims.sinks.responses import call_response, failing, response_attribute
from truthcheck.claims.sinks.sdk_chains import (
    asked,
    assigned,
    attribute,
    awaited,
    call,
    expects_failure,
    guards,
    imported,
    instance,
    is_mixed,
    item,
    step,
)
from truthcheck.claims.sinks.sdk_subclasses import above, inherited, made
from truthcheck.claims.sinks.sessions import handed_in, open_session, session_of
from truthcheck.claims.sinks.unseen import call_unnamed

__all__ = [
    "above",
    "asked",
    "assigned",
    "attribute",
    "awaited",
    "call",
    "call_client",
    "call_fake",
    "call_prepared",
    "call_response",
    "call_session",
    "call_unnamed",
    "canonical",
    "catches",
    "expects_failure",
    "failing",
    "fake_assigned",
    "fake_attribute",
    "fake_entered",
    "guards",
    "handed_by_runner",
    "handed_in",
    "imported",
    "inherited",
    "instance",
    "is_mixed",
    "item",
    "made",
    "narrowed",
    "open_session",
    "response_attribute",
    "session_of",
    "stands_for",
    "step",
    "tested",
    "unanswered",
    "written",
]
