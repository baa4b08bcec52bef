#!/usr/bin/env python3
"""Compiles the records into catalog.db, as `catalog build` does; makes .venv first where there is none."""

import os
import sys
from pathlib import Path

try:
    from catalog.cli import main
except ModuleNotFoundError:
    wrapper = Path(__file__).with_name("catalog")
    os.execv(wrapper, [str(wrapper), "build", *sys.argv[1:]])

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
