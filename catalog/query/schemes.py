"""The classes that public schemes give a system, derived from its class and its figures and never typed."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.interval import Interval
from catalog.query.reach import longest, options_of
from catalog.query.terms import REACH

BALLISTIC = "ballistic-missile"


class Scheme(NamedTuple):
    """A scheme's name and the class or classes that it gives."""

    name: str
    classes: tuple[str, ...]


def schemes(connection: sqlite3.Connection, system: str) -> list[Scheme]:
    """The UN Register category, the SIPRI category and, for ballistic missiles, the range class by each scheme."""
    row = connection.execute(
        "select s.class, k.un_register, k.sipri from systems s join classes k on k.id = s.class where s.id = ?",
        (system,),
    ).fetchone()
    found = [Scheme("UN Register of Conventional Arms", (row["un_register"],)), Scheme("SIPRI", (row["sipri"],))]
    if row["class"] == BALLISTIC:
        best = longest(options_of(connection, REACH, [system])[system])
        if best and best.envelope:
            found += range_classes(connection, best.envelope)
    return found


def range_classes(connection: sqlite3.Connection, reach: Interval) -> list[Scheme]:
    """The range classes that an interval in km can fall into, by scheme; none where a scheme has no such class."""
    found: dict[str, list[str]] = {}
    for row in connection.execute("select scheme_label, class, low, high from range_classes order by scheme, low"):
        found.setdefault(row["scheme_label"], [])
        if reach.most >= row["low"] and (row["high"] is None or reach.least < row["high"]):
            found[row["scheme_label"]].append(row["class"])
    return [Scheme(name, tuple(classes) or ("none",)) for name, classes in found.items()]
