"""From which functions a request can leave, told from words alone, before anything is evaluated.

Works on outlines, whatever language made them. Imports `claims/ir`, nouns and searches of `claims/engine` (`values`,
`scan`) and `rulebook` (client rules).
"""
