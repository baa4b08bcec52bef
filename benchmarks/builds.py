"""What builds and checks cost beside their floors and other tools: python benchmarks/builds.py --size 1000 10000

F is floor.py: every file read, PyYAML's C loader, two bare tables. All times are from start to exit of whole commands.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ground import Ground, ground, say
from measure import BARE, BIN, HELLO, HERE, PYTHON, Runs, Subject, interleave, ratio, run, typical
from peers import peers
from tables import parser, table, tell

PEERS_AT = 1000  # systems; at ten thousand the slowest take minutes
CATALOG = str(BIN / "catalog")
FULL = "full 2"  # as users have it on two cores
_changes = count(1)

Cell = Callable[[int], str]  # a size to what a table says of it


def full_builds(made: Ground, folder: Path) -> dict[str, Subject]:
    """The floor, and full builds in one process and in two."""
    target = str(folder / "full.db")
    subjects = {"F": Subject([PYTHON, str(HERE / "floor.py"), str(made.root), str(folder / "floor.db")])}
    for jobs in (1, 2):
        subjects[f"full {jobs}"] = Subject([PYTHON, str(HERE / "full.py"), str(made.root), target, str(jobs)])
    return subjects


def rebuilds(made: Ground) -> dict[str, Subject]:
    """`catalog build` where nothing or one record has changed, `catalog check`, and what they are measured by."""
    changed = sorted((made.root / "systems").rglob("*.yml"))[made.systems // 2]
    original = changed.read_text(encoding="utf-8").partition("links:")[0]

    def change() -> None:
        changed.write_text(f"{original}links: {{wikidata: Q{next(_changes)}}}\n", encoding="utf-8")

    return {
        "bare": Subject(BARE),
        "typer": Subject(HELLO),
        "scan": Subject([PYTHON, str(HERE / "scan.py"), str(made.root)]),
        "one": Subject([CATALOG, "build"], made.root, change),
        "none": Subject([CATALOG, "build"], made.root),
        "check": Subject([CATALOG, "check"], made.root),
    }


def measure(made: Ground, rounds: int) -> Runs:
    """All builds of one generated catalog, in turn."""
    say(f"Measuring builds of {made.label} …")
    with TemporaryDirectory() as name:
        run(Subject([CATALOG, "build"], made.root))
        return interleave({**full_builds(made, Path(name)), **rebuilds(made)}, rounds)


class Results(NamedTuple):
    """What was measured of each size, and how many records a catalog of it has."""

    runs: dict[int, Runs]
    files: dict[int, int]

    def of(self, name: str, reference: str) -> Cell:
        """A command's time as a multiple of another one's."""
        return lambda size: f"{ratio(self.runs[size], name, reference):.2f}"

    def growth(self, name: str) -> Cell:
        """A command's time as a multiple of its time at the size before."""
        return lambda size: (
            f"{typical(self.runs[size], name) / typical(self.runs[max(smaller)], name):.1f}"
            if (smaller := [other for other in self.runs if other < size])
            else ""
        )

    def peak(self, name: str) -> Cell:
        """MiB of a command's largest process."""
        return lambda size: f"{typical(self.runs[size], name, 'peak'):.0f}"

    def nothing(self, size: int) -> str:
        """What `catalog build` costs beyond typer's own start, in times of bare Python."""
        return f"{ratio(self.runs[size], 'none', 'bare') - ratio(self.runs[size], 'typer', 'bare'):.1f}"

    def milliseconds(self, size: int) -> str:
        """What `catalog check` costs a file."""
        return f"{typical(self.runs[size], 'check') * 1000 / self.files[size]:.2f}"


def builds_table(found: Results) -> str:
    """One row a question, one column a size."""
    rows: list[tuple[str, str, Cell]] = [
        ("full build, one process, of F", "0.75", found.of("full 1", "F")),
        ("full build, two processes, of F", "0.45; 0.42 at 100,000", found.of(FULL, "F")),
        ("its time, of that of the size before", "11", found.growth(FULL)),
        ("F's time, of that of the size before", "", found.growth("F")),
        ("peak memory of its largest process, MiB", "70; 110 at 100,000", found.peak(FULL)),
        ("peak memory of F, MiB", "", found.peak("F")),
        ("nothing changed: beyond typer's own start, times bare Python", "4", found.nothing),
        ("nothing changed, of a directory scan with stat", "", found.of("none", "scan")),
        ("one record changed, of a full build", "0.12", found.of("one", FULL)),
        ("`catalog check`, ms a file", "0.5", found.milliseconds),
        ("`catalog check`, of F", "", found.of("check", "F")),
        ("peak memory of `catalog check`, MiB", "", found.peak("check")),
    ]
    sizes = sorted(found.runs)
    return table(
        ["what", "reach", *(f"{size:,} systems" for size in sizes)],
        [[what, reach, *map(cell, sizes)] for what, reach, cell in rows],
    )


PEERS_REACH = {"`yaml-to-sqlite`": "15"}
NAMES = {"F": "F, for scale", "full 1": "`catalog`, one process", "full 2": "`catalog`, two processes"}


def peers_table(size: int, rounds: int) -> str:
    """Other tools on the same records."""
    made = ground(size)
    with TemporaryDirectory() as name:
        say(f"Measuring other tools on {made.label} …")
        builds, others = full_builds(made, Path(name)), peers(made, Path(name) / "peer.db")
        runs = interleave({**builds, **others}, rounds)
    ours = [name for name in builds if name != "F"]
    rows = [
        [
            NAMES.get(name, name),
            PEERS_REACH.get(name, ""),
            *(f"{ratio(runs, name, our):.1f}" for our in ours),
            f"{typical(runs, name, 'peak'):.0f}",
        ]
        for name in (*ours, "F", *others)
    ]
    return table([f"tool, {made.label}", "reach", *(f"times {NAMES[our]}" for our in ours), "peak memory, MiB"], rows)


def rounds_at(size: int) -> int:
    """More rounds where they are short."""
    return 9 if size <= 1000 else 5 if size <= 10_000 else 3


def main() -> None:
    """Measures at every size that is asked for and tells the tables."""
    options = parser("What builds and checks cost.", (1000, 10_000))
    options.add_argument("--peers", type=int, default=PEERS_AT, help="systems on which other tools are measured")
    wanted = options.parse_args()
    runs: dict[int, Runs] = {}
    files: dict[int, int] = {}
    sizes = sorted(size for size in wanted.size if size)
    if not sizes:
        raise SystemExit("builds are measured on generated catalogs: give a size of 1 or more")
    for size in sizes:
        made = ground(size)
        files[size] = made.files()
        runs[size] = measure(made, wanted.rounds or rounds_at(size))
    tell(
        {
            "builds": builds_table(Results(runs, files)),
            "peers": peers_table(wanted.peers, wanted.rounds or (5 if wanted.peers <= PEERS_AT else 1)),
        },
        wanted.write,
    )


if __name__ == "__main__":
    main()
