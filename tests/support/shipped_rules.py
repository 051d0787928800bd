"""The rules that come with truthcheck, as a run without any of the user's own has them."""

from __future__ import annotations

from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.rules.sdk_rulebook import SdkRules

RULES = SdkRules(Rulebook())
