"""What the databases of every size are asked: two systems of one class, and the words that find them."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import NamedTuple

from ground import built
from measure import PYTHON, ROOT


class Asked(NamedTuple):
    """A database, and the systems that its questions are about: two of one class, with many claims and with some."""

    size: int
    database: Path
    one: str
    other: str
    word: str
    kind: str

    @property
    def label(self) -> str:
        """The head of its columns."""
        return f"{self.size:,} systems" if self.size else "own records"

    @property
    def megabytes(self) -> str:
        """The size of its file."""
        return f"{self.database.stat().st_size / 1e6:,.1f} MB"


def asked(size: int) -> Asked:
    """The generated database of a size, or the one of the catalog's own records for size 0, up to date."""
    if not size:
        subprocess.run([PYTHON, "-m", "catalog", "build"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return Asked(0, ROOT / "catalog.db", "koksan-m1978", "2s7m-malka", "koksan", "self-propelled-gun")
    database = built(size).database
    largest = "select class from systems group by 1 order by count(*) desc, 1 limit 1"
    claims = "select system_id, name from claims join systems on systems.id = system_id"
    with closing(connect(database)) as connection:
        kind = connection.execute(largest).fetchone()[0]
        found = connection.execute(f"{claims} where class = ? group by 1 order by count(*), 1", [kind]).fetchall()
    one, other = found[len(found) * 9 // 10], found[len(found) // 2]
    return Asked(size, database, one[0], other[0], one[1].split()[-1].lower(), kind)
