"""What must hold of any bytes as a record, any text as a value, any words as a command line.

Hypothesis asks it among the tests, atheris as `benchmarks/fuzz.py`. Each function raises AssertionError for what must
not be; any other exception is a fault too.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random

from forks import run
from trials import Trial

from catalog.check import Whole, check_file
from catalog.check.fix import fix
from catalog.cli.ask import COMMANDS
from catalog.cli.complain import problem_text
from catalog.cli.plain import FLAGS, MANY, ONE
from catalog.compile import build
from catalog.compile.carry import carry
from catalog.load import File, files_of
from catalog.load.places import locate
from catalog.load.reader import NotTaken, read
from catalog.problems import Refused
from catalog.stated import state
from catalog.vocabulary import vocabulary

PATIENCE = 20  # seconds for one example; the slowest takes less than one
Edit = tuple[float, int, bytes]  # where, as a share of the content; how many bytes go, and what comes

PIECES = [
    *(b"{", b"}", b"[", b"]", b": ", b", ", b"\n", b"\n  ", b"\n    - ", b"- ", b"? ", b" # c", b"'", b'"', b"|\n", b">\n"),
    *(b"&a ", b"*a", b"!t ", b"%YAML 1.1\n", b"---\n", b"...\n", b"<<: ", b"\t", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf"),
    *("\x85", "\u2028", "\u0301", "\U0001f600", "İ", "곡산", '"\\ud800"', '"\\e[31m"', '"\\0"', "null", "true", "~", "0", "-0", "1e9"),
    *("9" * 30, "9" * 5000, " " * 300, "2024~", "0000", "9999-12-31", "2024-02-30", "197X", "2024-10/2023", "Y1E9", "unknown", "none"),
    *("up to ", "about ", "~", ">= ", "min. ", "km", " km", " nm", "-", "..", " ± ", " to ", "Mach 5", "L/52", "USD 1 (2019)", "1,000"),
    *("value: ", "source: ", "paper/one", "name: ", "specs:", "class: ", "ammunition: ", "preferred: ", "deprecated: ", "via: "),
    *("claims: ", "operators: ", "fires: ", "variant_of: ", "gun-a", "confirmed: x", "country: KP", "crew: {value: 8, source: paper/one}"),
]  # fmt: skip
TOKENS = [piece if isinstance(piece, bytes) else piece.encode() for piece in PIECES]


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """A content with pieces taken out and put in."""
    for place, length, piece in edits:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + length :]
    return content


@contextmanager
def watched() -> Iterator[None]:
    """Ends what hangs."""

    def end(*_: object) -> None:
        raise AssertionError(f"not done in {PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Records:
    """A valid tree in which one record after the other is exchanged for anything."""

    def __init__(self, root: Path) -> None:
        self.root, self.files = root, files_of(root)
        self.whole = Whole(root, self.files, ask=True)
        for _ in self.whole.run(self.files, carry, jobs=1):
            pass
        self.contents = {file: (root / file.file).read_bytes() for file in self.files}

    def check(self, file: File, content: bytes) -> bool:
        """Reads, checks, tells and cures a content in the place of a file; true if it is a sound record."""
        path = self.root / file.file
        path.write_bytes(content)
        status = path.stat()
        here = file._replace(time=status.st_mtime_ns, size=status.st_size)
        checked = check_file(here, self.root, self.whole.known, True, carry)
        problems = locate(checked.problems, self.root)
        told = problem_text(problems)
        assert all(mark.isprintable() or mark == "\n" for mark in told)
        assert all(problem.line > 0 for problem in problems)
        with suppress(NotTaken):
            self._cure(content, file.kind, problems)
        path.write_bytes(self.contents[file])
        return checked.carried is not None

    def _cure(self, content: bytes, kind: str, problems: list) -> None:
        cured = fix(content, kind, problems)
        assert fix(cured, kind, []) == cured, "a cure that is not done at the first time"
        if not any(problem.fix for problem in problems):
            assert read(cured) == read(content), "another order that says something else"


def check_value(text: str, property_id: str) -> bool:
    """Reads a text as a value of a property; true if it is one."""
    entry = vocabulary().properties[property_id]
    try:
        low, high = state(text, entry).interval[:2]
    except Refused as error:
        refused = error
    else:
        assert low is None or high is None or low <= high
        assert all(bound is None or abs(bound) < float("inf") for bound in (low, high))
        return True
    assert refused.found
    assert refused.cure or refused.expected
    if refused.fix is not None:
        state(refused.fix, entry)
    return False


def check_line(words: list[str], database: Path) -> int:
    """Runs a command line; its status."""
    os.environ["CATALOG_DB"] = str(database)
    try:
        told = run(words)
    finally:
        del os.environ["CATALOG_DB"]
    assert told.status in (0, 1, 2), told.errors
    assert "Traceback" not in told.errors
    assert "damaged" not in told.errors
    assert "could not be asked" not in told.errors
    return told.status


def guarded(check: Callable[..., object], *given: object) -> Callable[..., None]:
    """A check under the watch."""

    def under(*more: object) -> None:
        with watched():
            partial(check, *given)(*more)

    return under


WORDS = [
    *(
        "gun-a",
        "Gun A",
        "gun",
        "missile-e",
        "range",
        "caliber",
        "crew",
        "unit_cost",
        "guidance",
        "service_entry",
        "max_mach",
    ),
    *(
        "range >= 40 km",
        "crew = 8",
        "crew >= 8 km",
        "guidance = satellite",
        "service_entry < 1980",
        "unit_cost > 5",
        "range >=",
    ),
    *(
        "40 km",
        "-40",
        "1,0 km",
        "٣ km",
        "²",
        "nan",
        "1e400",
        "0",
        "9" * 400,
        "9" * 5000,
        "2024",
        "2024-13",
        "0000",
        "9999-12-31",
    ),
    *(
        "paper",
        "full-bore",
        "KP",
        "self-propelled-gun",
        "imperial",
        "mi",
        "ft",
        "low",
        "json",
        "csv",
        "yaml",
        "markdown",
        "transfer",
    ),
    *(
        "",
        " ",
        "\n",
        "'",
        '"',
        "%",
        "*",
        "\\",
        "\0",
        "\x1b[31m",
        "\u202e",
        "곡산",
        "NEAR(a b)",
        "a* OR",
        "(",
        "\udcff",
        "😀",
        "ß" * 90,
    ),
]
OPTIONS = [*ONE, *MANY, *FLAGS, "--possible", "--frob", "--", "-", "-f=json", "--claim", "--version"]


def any_record(chance: Random, content: bytes) -> bytes:
    """A record with pieces taken out and put in at random."""
    edits = [
        (chance.random(), chance.choice((0, 0, 1, 3, 20, 200)), chance.choice(TOKENS))
        for _ in range(chance.choice((1, 1, 2, 3, 6)))
    ]
    old, new = chance.choice(((b"", b""), (b"\n", b"\r\n"), (b": ", b":  ")))
    content = edited(content, edits)
    return content.replace(old, new) if old else content


def any_value(chance: Random) -> str:
    """A text of pieces that values are made of, in any order."""
    pieces = [chance.choice(TOKENS).decode(errors="replace") for _ in range(chance.randrange(1, 6))]
    return "".join(piece for piece in pieces if len(piece) < 100 or chance.random() < 0.1)


def any_line(chance: Random) -> list[str]:
    """A command line of words that it may or may not take."""
    command = chance.choice([command.__name__ for command in COMMANDS])
    words = [chance.choice(WORDS) for _ in range(chance.choice((0, 1, 1, 2)))]
    for _ in range(chance.choice((0, 1, 1, 2))):
        option = chance.choice(OPTIONS)
        words += [option] if option in FLAGS else [option, chance.choice(WORDS)]
    return [command, *words]


def made_up(folder: Path, records: Path, tries: int, seed: int) -> Trial:
    """Made-up records, values and command lines in turn."""
    trial, chance = Trial("made-up records, values and command lines"), Random(seed)
    database = folder / "catalog.db"
    build(records, database)
    tree, properties = Records(Path(shutil.copytree(records, folder / "records"))), sorted(vocabulary().properties)
    for number in range(tries):
        trial.tries += 1
        file = chance.choice(tree.files)
        check, given = (
            (tree.check, (file, any_record(chance, tree.contents[file]))),
            (check_value, (any_value(chance), chance.choice(properties))),
            (check_line, (any_line(chance), database)),
        )[number % 3]
        try:
            guarded(check)(*given)
        except Exception as error:
            trial.wrong.append(f"try {number}: {type(error).__name__} {str(error)[:200]} of {given!r:.500}")
    trial.seen["read or refused"] = trial.tries - len(trial.wrong)
    return trial
