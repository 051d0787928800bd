"""A typed package read as the description of its API: operations and shapes, as a document would give them.

Imports `modules`, `types`, `requests`, `archive`, `sdks/index`, `sdks/rules` and `model`.
"""
