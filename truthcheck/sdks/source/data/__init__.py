"""SDKs that build their classes at run time from data files: the files, compiled to the same members as any source.

Imports `sdks/index` and `model`.
"""
