"""Long tries of faults: builds killed at random moments, a full disk, many builds at once, a truncated database.

`scripts/bench faults [--tries 200] [--write]`; --write renews the table of docs/faults.md. tests/test_faults.py runs a
few of each kind.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from catalog.compile import build
from catalog.query.connection import NotACatalog, connect

ROOT = Path(__file__).parents[1]
RECORDS = ROOT / "tests" / "records"
GUN = "systems/artillery/gun-a.yml"
FOREVER = """
import sys; from pathlib import Path; from catalog.compile import build
root, target, gun = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
text = gun.read_text(); sound = text.replace("value: 8,", "value: 9,")
for number in range(10**9):
    gun.write_text(sound if number % 2 else text)
    build(root, target, jobs=2, whole=number % 3 == 0)
"""
QUESTIONS = (
    ["show", "gun-a"], ["compare", "gun-a", "gun-b"], ["rank", "range"], ["find", "range >= 1 km"], ["search", "gun"],
    ["events"], ["sources"], ["coverage"], ["sql", "select count(*) from claims"], ["properties"],
)  # fmt: skip


def copied(folder: Path) -> Path:
    """A copy of the tests' records below a folder."""
    return Path(shutil.copytree(RECORDS, folder / "records"))


def sound(target: Path) -> bool:
    """True if a database is whole and of the catalog's form."""
    try:
        with closing(connect(target)) as connection:
            whole = connection.execute("pragma integrity_check").fetchone()[0] == "ok"
            return whole and connection.execute("select count(*) from claims").fetchone()[0] > 0
    except (NotACatalog, sqlite3.DatabaseError):
        return False


def children_of(group: int) -> list[int]:
    """The processes of a process group that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def killed_builds(tries: int, chance: random.Random) -> Counter[str]:
    """Builds killed at random moments: what became of the database, of leftovers and of other processes."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root, target = copied(folder), folder / "catalog.db"
        build(root, target)
        for _ in range(tries):
            process = subprocess.Popen(
                [sys.executable, "-c", FOREVER, str(root), str(target), str(root / GUN)], start_new_session=True
            )
            time.sleep(0.3 + chance.random() * 0.9)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            time.sleep(0.05)
            found["killed"] += 1
            found["database not whole"] += not sound(target)
            found["processes left"] += bool(children_of(process.pid))
            text = (RECORDS / GUN).read_text()
            (root / GUN).write_text(text)
            found["next build failed"] += bool(build(root, target).problems)
            found["leftovers after the next build"] += any(path.name.endswith(".tmp") for path in folder.iterdir())
    return found


def limited(limit: int, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command of the catalog that may write no file beyond a size, as on a full disk."""

    def limits() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-B", "-m", "catalog", *words],
        cwd=cwd, preexec_fn=limits, capture_output=True, text=True, check=False,
    )  # fmt: skip


def full_disks(tries: int, chance: random.Random) -> Counter[str]:
    """Builds and cures that run out of room at random sizes."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        root = copied(Path(name))
        build(root, root / "catalog.db")
        before = (root / "catalog.db").read_bytes()
        record = (root / GUN).read_text().replace("40 km", "~40 km", 1)
        size = len(before)
        for number in range(tries):
            (root / GUN).write_text(record)
            if number % 2:
                ran, kept = (
                    limited(chance.randrange(200), "check", "--fix", cwd=root),
                    (root / GUN).read_text() == record,
                )
            else:
                (root / GUN).write_text(record.replace("~40 km", "41 km"))
                ran = limited(chance.randrange(size), "build", cwd=root)
                kept = (root / "catalog.db").read_bytes() == before
            found["ran out of room"] += 1
            found["old file changed"] += not kept
            found["ended as if well"] += ran.returncode == 0
            found["traceback"] += "Traceback" in ran.stderr
    return found


def builds_at_once(tries: int, chance: random.Random) -> Counter[str]:
    """Two builds of the same target with different records, started together."""
    found: Counter[str] = Counter()
    code = (
        "import sys; from pathlib import Path; from catalog.compile import build;"
        "build(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target, wholes, roots = folder / "catalog.db", [], []
        for number in range(2):
            root = copied(folder / str(number))
            text = (root / GUN).read_text().replace("value: 8,", f"value: {8 + number},")
            (root / GUN).write_text(text)
            build(root, folder / f"{number}.db", whole=True)
            wholes.append((folder / f"{number}.db").read_bytes())
            roots.append(root)
        for _ in range(tries):
            both = [subprocess.Popen([sys.executable, "-c", code, str(root), str(target)]) for root in roots]
            time.sleep(chance.random() / 20)
            found["failed"] += sum(process.wait() != 0 for process in both)
            found["rounds"] += 1
            found["neither of the two"] += target.read_bytes() not in wholes
            last = roots[chance.randrange(2)]
            build(last, target)
            found["note of another database"] += target.read_bytes() != wholes[roots.index(last)]
    return found


def truncated_databases(tries: int, chance: random.Random) -> Counter[str]:
    """Databases cut off or overwritten at random: every question gives one line and a status, never a traceback."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(RECORDS, folder / "whole.db")
        whole = (folder / "whole.db").read_bytes()
        for _ in range(tries):
            content = bytearray(whole)
            if chance.random() < 0.5:
                del content[chance.randrange(len(content)) :]
            else:
                start = chance.randrange(len(content))
                content[start : start + 4096] = chance.randbytes(min(4096, len(content) - start))
            (folder / "catalog.db").write_bytes(content)
            ran = subprocess.run(
                [sys.executable, "-m", "catalog", *chance.choice(QUESTIONS)],
                env={**os.environ, "CATALOG_DB": str(folder / "catalog.db")}, cwd=folder, timeout=60,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            found["damaged"] += 1
            found["answered from what is left"] += ran.returncode == 0
            found["told in one line"] += ran.returncode == 1 and len(ran.stderr.splitlines()) == 1
            found["traceback"] += "Traceback" in ran.stderr
    return found


KINDS: dict[str, tuple[Callable[[int, random.Random], Counter[str]], float]] = {
    "builds killed at random moments": (killed_builds, 1.0),
    "a disk that is full": (full_disks, 0.5),
    "two builds at once": (builds_at_once, 0.2),
    "a damaged database": (truncated_databases, 1.0),
}


def main() -> None:
    """Runs all kinds and prints a table; with --write into docs/faults.md."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tries", type=int, default=200)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    lines = ["| what was tried | result |", "|---|---|"]
    for label, (run, share) in KINDS.items():
        found = run(max(1, int(given.tries * share)), random.Random(1))
        lines.append(f"| {label} | {', '.join(f'{what}: {count}' for what, count in found.items())} |")
        print(lines[-1], flush=True)
    if given.write:
        path = ROOT / "docs" / "faults.md"
        head, rest = path.read_text(encoding="utf-8").split("<!-- results -->\n")
        path.write_text(
            f"{head}<!-- results -->\n" + "\n".join(lines) + "\n<!-- end -->" + rest.split("<!-- end -->")[1]
        )


if __name__ == "__main__":
    main()
