"""What a command costs from start to exit, in CPU time, beside bare Python and `sqlite-utils query` in the same rounds.

Asked are the catalog's own database (size 0) and generated ones: python benchmarks/commands.py --size 0 1000 10000
"""

from __future__ import annotations

from ground import say
from measure import BARE, BIN, HELLO, Runs, Subject, interleave, ratio, typical
from questions import Asked, asked
from tables import options, table, tell

PLAIN, OTHER = "3", "7; 0.5"
PEER = "`sqlite-utils query`, one system's claims"
REFERENCES = {"bare `python -c pass`": BARE, "typer with one empty command": HELLO}


def commands(asked: Asked) -> dict[str, tuple[str, list[str]]]:
    """Each question by what it asks, with what it should reach and its words."""
    return {
        "search WORD": (PLAIN, ["search", asked.word]),
        "show A": (PLAIN, ["show", asked.one]),
        "compare A B": (PLAIN, ["compare", asked.one, asked.other]),
        "show A --units imperial": (OTHER, ["show", asked.one, "--units", "imperial"]),
        "compare A B --spec range": (OTHER, ["compare", asked.one, asked.other, "--spec", "range"]),
        "rank range --class CLASS": (OTHER, ["rank", "range", "--class", asked.kind]),
        "find 'range >= 300 km'": (OTHER, ["find", "range >= 300 km"]),
        "events --party UA": (OTHER, ["events", "--party", "UA"]),
        "sources --top 20": (OTHER, ["sources", "--top", "20"]),
    }


def subjects(asked: Asked) -> dict[str, Subject]:
    """The references, the peer and the questions as commands."""
    query = f"select * from claims where system_id = '{asked.one}'"
    lines = {**REFERENCES, PEER: [str(BIN / "sqlite-utils"), "query", str(asked.database), query, "--table"]}
    lines |= {name: [str(BIN / "catalog"), *words] for name, (_, words) in commands(asked).items()}
    return {name: Subject(line, settings={"CATALOG_DB": str(asked.database)}) for name, line in lines.items()}


def times_table(runs: dict[Asked, Runs]) -> str:
    """Times bare Python and, after the stroke, times `sqlite-utils query`."""
    heads = [f"{each.label}, {each.megabytes}" for each in runs]
    first = next(iter(runs))
    reaches = commands(first)
    bare, rows = next(iter(REFERENCES)), []
    for name in runs[first]:
        reach = reaches[name][0] if name in reaches else ""
        cells = [
            f"{ratio(each, name, bare, 'cpu'):.1f} / {ratio(each, name, PEER, 'cpu'):.2f}" for each in runs.values()
        ]
        rows.append([_shown(name), reach, *cells])
    return table(["command", "reach", *heads], rows)


def memory_table(runs: dict[Asked, Runs]) -> str:
    """Peak memory in MiB."""
    names = list(next(iter(runs.values())))
    rows = [[_shown(name), *(f"{typical(each, name, 'peak'):.1f}" for each in runs.values())] for name in names]
    return table(["command", *(each.label for each in runs)], rows)


def _shown(name: str) -> str:
    return name if name in REFERENCES or name == PEER else f"`catalog {name}`"


def main() -> None:
    """Asks every database that is wanted and tells the tables."""
    wanted = options("What commands cost.", (0, 1000, 10_000), 15)
    runs: dict[Asked, Runs] = {}
    for size in wanted.size:
        each = asked(size)
        say(f"Asking the database of {each.label}: A is {each.one}, B is {each.other} …")
        runs[each] = interleave(subjects(each), wanted.rounds)
    tell({"commands": times_table(runs), "memory of commands": memory_table(runs)}, wanted.write)


if __name__ == "__main__":
    main()
