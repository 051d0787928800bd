"""Recorded exchanges: cassettes and HAR files as calls with the replies that they got, held against the surfaces.

Imports `checks`, `surfaces` and `model`. A file is read when it looks like a recording, never run or followed.
"""
