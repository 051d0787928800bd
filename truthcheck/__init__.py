"""Checks the API calls in code against what the APIs really offer.

The public face, which stays as it is from release to release:

    from truthcheck import Config, Finding, Report, verify

    report = verify(["src"])
    for finding in report.findings:
        print(finding.at.path, finding.at.line, finding.rule, finding.message)

Every name is brought in when it is first asked for, so that `import truthcheck` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truthcheck.version import __version__

__all__ = ["Config", "Finding", "Report", "TruthcheckError", "__version__", "verify"]

if TYPE_CHECKING:
    from truthcheck.api import verify as verify
    from truthcheck.config import Config as Config
    from truthcheck.errors import TruthcheckError as TruthcheckError
    from truthcheck.model.finding import Finding as Finding
    from truthcheck.model.report import Report as Report
else:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from truthcheck import api

        return getattr(api, name)
