"""The second stage: rules inside and across records. Every rule is a function from records to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from catalog.check.known import Facts, Known, aliases_of, facts_of
from catalog.check.order import check_order
from catalog.check.plausible import check_languages, check_plausible
from catalog.check.references import (
    check_aliases,
    check_circles,
    check_munitions,
    check_references,
    check_uncited,
    citations,
    munitions_in,
    rests_on,
)
from catalog.check.shape import check_shape
from catalog.check.values import check_values, read_claims
from catalog.load import File, Record, files_of, load
from catalog.load.parallel import cores, in_chunks
from catalog.load.places import locate
from catalog.problems import Problem
from catalog.stated import StatedClaim

MOST = 100  # problems of form that are told of one file: each costs a search for what was meant
Carry = Callable[[Record, list[StatedClaim]], Any]


Chosen = Callable[[str], bool]  # whether a file, named as below the root, is one whose problems are told


def all_files(file: str) -> bool:
    """Chooses every file."""
    return bool(file)


class Checked(NamedTuple):
    """What one file gave: its problems, what other records need of it, and what was carried on from it; the last two
    are None where it has an error."""

    file: File
    problems: list[Problem]
    facts: Facts | None = None
    carried: Any = None


class Tree(NamedTuple):
    """A whole tree of records: how many files it has, and all their problems with file, line and column, in order."""

    files: int
    problems: list[Problem]


def check_tree(root: Path, ask: bool = True, jobs: int | None = None, chosen: Chosen = all_files) -> Tree:
    """Checks all records below root. `ask` looks for warnings too: figures that are not plausible, idle sources, …

    Of files that are not chosen only what breaks because of others is told: what they name and nobody is.
    Raises OSError if a folder cannot be read.
    """
    files = files_of(root)
    problems: list[Problem] = []
    whole = Whole(root, files, ask, chosen=chosen)
    for checked in whole.run(files, jobs=jobs):
        problems += checked.problems
    problems += [problem for problem in whole.problems() if chosen(problem.file)]
    return Tree(len(files), locate(problems, root))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep a database from being built."""
    return [problem for problem in problems if problem.level == "error"]


class Whole:
    """All records of a tree on their way through the checks: sources first, since all others rest on them."""

    def __init__(
        self, root: Path, files: Sequence[File], ask: bool, known: Known | None = None, chosen: Chosen = all_files
    ) -> None:
        self.root, self.ask, self.known, self.chosen = root, ask, known or Known(), chosen
        self._found: list[Problem] = list(self.known.enter(files))
        self._later: list[Facts] = []
        self._cited: set[str] = set()

    def run(self, files: Sequence[File], carry: Carry | None = None, jobs: int | None = None) -> Iterator[Checked]:
        """Each file checked, sources first. `carry` makes of each sound record what is handed on."""

        def work(chunk: Sequence[File]) -> list[Checked]:
            return [
                check_file(file, self.root, self.known, self.ask, carry)
                if self.chosen(file.file)
                else look_at(file, self.root, self.known)
                for file in chunk
            ]

        sources = [file for file in files if file.kind == "source"]
        others = [file for file in files if file.kind != "source"]
        for part in (sources, others):
            for results in in_chunks(part, work, cores() if jobs is None else jobs):
                for checked in results:
                    self._take(checked)
                    yield checked

    def _take(self, checked: Checked) -> None:
        """Takes in what a file tells of itself, for the records after it and for the rules about all."""
        facts = checked.facts
        if facts is None:
            self.known.unread.add((checked.file.kind, checked.file.id))
            return
        self._found += self.known.add(facts)
        if self.ask:
            self._cited |= facts.cited
        if facts.munitions or (self.ask and (facts.aliases or facts.kind == "source")):
            self._later.append(facts)

    def problems(self) -> list[Problem]:
        """What the rules about all records found, once every file has run."""
        found = [*self._found, *check_circles(self.known)]
        for facts in self._later:
            found += check_munitions(facts, self.known)
            if self.ask:
                found += check_aliases(facts, self.known) if facts.kind == "system" else ()
                if facts.kind == "source" and not self.known.unread:
                    found += check_uncited(facts, self._cited)
        return found


def check_file(file: File, root: Path, known: Known, ask: bool, carry: Carry | None = None) -> Checked:
    """One file by itself and by what is known of those before it."""
    record = load(file, root)
    if isinstance(record, Problem):
        return Checked(file, [record])
    marked = [_draft(record)] if record.draft else []
    problems = list(islice(check_shape(record), MOST))
    if problems:
        more = [_more(file)] if len(problems) == MOST else []
        return Checked(file, [*marked, *problems, *more])
    claims, problems = read_claims(record)
    problems += check_values(record, claims)
    cited = citations(record)
    problems += check_references(record, cited, known)
    faults = errors(problems)
    if ask:
        problems += check_order(record)
        if not faults:
            problems += check_plausible(record, claims)
            problems += check_languages(record, claims, known)
    asked = (aliases_of(record), rests_on(cited)) if ask else ()
    facts = facts_of(record, munitions_in(cited), *asked)
    return Checked(file, [*marked, *problems], facts, carry(record, claims) if carry and not faults else None)


def look_at(file: File, root: Path, known: Known) -> Checked:
    """A file of which only that is told which the change of another may have broken."""
    record = load(file, root)
    if isinstance(record, Problem) or next(check_shape(record), None) is not None:
        return Checked(file, [])
    cited = citations(record)
    broken = list(check_references(record, cited, known))
    return Checked(file, broken, facts_of(record, munitions_in(cited), aliases_of(record), rests_on(cited)))


def _draft(record: Record) -> Problem:
    """The problem of a draft that lies among the records."""
    cure = "read it against its pages, then remove the lines that begin with `# DRAFT`; `catalog accept` does so"
    return Problem(record.file, 1, 1, "draft", "a draft among the records", "what a person has reviewed", cure)


def _more(file: File) -> Problem:
    found, cure = f"{MOST} problems of form, and perhaps more", "mend these first, then check again"
    return Problem(file.file, 1, 1, "shape", found, "the record form, as CONTRIBUTING.md shows it", cure)
