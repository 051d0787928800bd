"""What a user can reach in a package, as records of a member index: modules, classes, functions.

Imports `modules`, `types`, `requests`, `sdks/index` and `model`.
"""
