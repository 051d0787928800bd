"""What of a report is told: not what a comment, the baseline or the chosen change leaves out. Reports to reports.

Imports `model`, `config`, `day`, `checks` (how `unused-ignore` is told), `claims/languages` (which files there are) and
`surfaces` (the age of pinned documents).
"""

MARK = b"truthcheck:"  # in every file with an ignore comment; looked for before anything is imported for it
