"""What values in a package are: annotations read as terms, and what is not annotated followed a few certain steps.

Imports `modules`, `sdks/index` and `model`.
"""
