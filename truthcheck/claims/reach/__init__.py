"""From which functions a request can leave, told from words alone, before anything is evaluated.

Works on outlines, whatever language made them. Imports `claims/ir`, `claims/engine/values` and `claims/engine/scan`,
`rulebook` (client rules) and `model`.
"""
