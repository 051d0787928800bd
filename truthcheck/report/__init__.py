"""`Report` to text: one file per format, each with `render(report, ...) -> str`. No file is read or written here.

Imports `model`.
"""
