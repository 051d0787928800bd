"""HTTP calls: from the URL to the operations it may mean, and what is false for all of them.

Imports `checks/core`, `surfaces` and `model`. Two floors: what judges one claim (`parameters`, `encoding`,
`lifecycle`, `reply`) stands below `checks/rules`, which name it; `judge` and `exchange` stand above and ask for all.
"""
