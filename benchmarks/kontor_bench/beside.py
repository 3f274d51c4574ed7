"""Orders taken in beside something else that is measured: a program of its own, in bundles, so many a second.

It reads nothing; it ends once its standard input closes, and prints one JSON object with how many it took in and how fast.
"""

from __future__ import annotations

from importlib import import_module

from kontor.cli.bootstrap import open_house

if __name__ == "__main__":
    open_house()
    # What knows tables is read only once the house is open.
    import_module("kontor_bench.steady").take_in()
