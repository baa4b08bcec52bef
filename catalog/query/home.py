"""Where the records, the database and its words are. Paths are text: pathlib costs more than a plain answer."""

from __future__ import annotations

import os
from os.path import dirname, isdir, isfile, join

PACKAGE = dirname(dirname(os.path.abspath(__file__)))


def checkout() -> str | None:
    """The root of the records: the nearest folder upwards that has systems/ and sources/, else the package's own."""
    for folder in (*_upwards(os.getcwd()), dirname(PACKAGE)):
        if isdir(join(folder, "systems")) and isdir(join(folder, "sources")):
            return folder
    return None


def database() -> str:
    """The database to read: $CATALOG_DB, else the checkout's, else the one that came with the package."""
    return os.environ.get("CATALOG_DB") or join(checkout() or PACKAGE, "catalog.db")


def metadata() -> str:
    """The words of the site and of exports: the checkout's metadata.yml, else the copy that came with the package."""
    checkout = join(dirname(PACKAGE), "metadata.yml")
    return checkout if isfile(checkout) else join(PACKAGE, "site", "metadata.yml")


def _upwards(folder: str) -> list[str]:
    found = [folder]
    while dirname(found[-1]) != found[-1]:
        found.append(dirname(found[-1]))
    return found
