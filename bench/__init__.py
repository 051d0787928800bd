"""Measures the working tree: `python -m bench` (accuracy beside speed), `python -m bench.realworld FOLDER`."""
