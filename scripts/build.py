#!/usr/bin/env python3
"""Compiles the records into catalog.db, as `catalog build` does."""

import sys

from catalog.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
