"""Drafts: records that a machine has made, in a tree of their own below drafts/ that neither check nor build looks at.

Each begins with `# DRAFT`, and the checker refuses such a file among the records: none gets there unreviewed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from catalog.check import Tree, Whole, all_files, errors
from catalog.check.references import citations, rests_on
from catalog.draft.cite import add_document
from catalog.draft.form import modeline
from catalog.draft.taken import records_of, twin_of
from catalog.load import DRAFT, File, Record, file_at, files_of, load
from catalog.load.places import locate
from catalog.load.reader import read
from catalog.load.writer import one_line
from catalog.problems import Problem, Refused
from catalog.replacing import replacing

FOLDER = "drafts"


class Draft(NamedTuple):
    """A record as a machine made it: its place below the root once it is accepted, its text, and what it left out."""

    file: str
    text: str
    left_out: Sequence[str] = ()

    def marked(self) -> str:
        """The text of the draft's file: what it is, what was left out, and the record."""
        first = (
            f"{DRAFT}, no part of the catalog: read it against its pages, then `catalog accept {FOLDER}/{self.file}`"
        )
        left_out = [f"{DRAFT} left out: {one_line(said)}" for said in self.left_out]
        return "\n".join([first, *left_out, modeline(f"{FOLDER}/{self.file}"), self.text])


def write_drafts(root: Path, drafts: Sequence[Draft], sources: Mapping[str, bytes]) -> list[str]:
    """Writes drafts, and drafts of the sources that they cite, to their places below drafts/; the files written.

    Raises Refused, before anything is written, if one of the drafts is there already, OSError.
    """
    for draft in drafts:
        if (root / FOLDER / draft.file).exists():
            cure = "accept it or remove it first"
            raise Refused(f"{FOLDER}/{draft.file}, which is there already", "a new draft", cure, "draft")
    contents = {**sources, **{draft.file: draft.marked().encode() for draft in drafts}}
    for file, content in contents.items():
        write(root / FOLDER / file, content)
    return [f"{FOLDER}/{file}" for file in contents]


def write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, with the folders that lead to it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as workplace:
        (workplace / path.name).write_bytes(content)


def check_drafts(root: Path, ask: bool = True, chosen: Callable[[str], bool] = all_files) -> Tree:
    """Checks all drafts as if they lay among the records, each in the place of the record of its id, if there is one.

    The problems' files are named below drafts/. Raises OSError if a folder cannot be read.
    """
    folder = root / FOLDER
    drafts = files_of(folder)
    ids = {(file.kind, file.id) for file in drafts}
    records = [file for file in files_of(root) if (file.kind, file.id) not in ids]
    whole = Whole(root, records, ask=False, chosen=lambda _: False)
    for _ in whole.run(records):
        pass
    over = Whole(folder, drafts, ask, whole.known, chosen)
    found = [problem for checked in over.run(drafts) for problem in checked.problems]
    mine = {file.file for file in drafts if chosen(file.file)}
    problems = [*found, *(problem for problem in over.problems() if problem.file in mine)]
    return Tree(
        len(drafts), locate([problem for problem in problems if problem.rule not in ("draft", "uncited")], folder)
    )


def below_drafts(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of drafts with their files named below the root."""
    return [replace(problem, file=f"{FOLDER}/{problem.file}") for problem in problems]


def twins(root: Path, drafts: Sequence[Draft]) -> list[str]:
    """What is told of drafts whose system seems to have a record already. Raises OSError."""
    records = records_of(root, "system")
    told = []
    for draft in drafts:
        data = read(draft.text.encode())
        twin = twin_of(Record("system", Path(draft.file).stem, draft.file, data, ""), records)
        if twin is not None:
            told.append(f"{FOLDER}/{draft.file}: {twin.file} seems to be the same system: copy the claims into it")
    return told


class Accepted(NamedTuple):
    """What became of drafts: the files that took them in, or the problems that kept them where they are."""

    files: list[str]
    problems: list[Problem]


def accept(root: Path, files: Iterable[str]) -> Accepted:
    """Moves drafts, named by their places below drafts/, and the drafts of sources that they cite, to their places
    among the records; documents of a publisher that has a record are added to it.

    Nothing is moved if one of them has an error. Raises Refused where a system or an event is there already, OSError.
    """
    folder = root / FOLDER
    named = _with_sources(folder, [_draft_at(folder, file) for file in files])
    wanted = {file.file for file in named}
    problems = [problem for problem in errors(check_drafts(root, ask=False).problems) if problem.file in wanted]
    if problems:
        return Accepted([], problems)
    texts = {file.file: _accepted(root, file) for file in named}
    for file, content in texts.items():
        write(root / file, content)
    for file in texts:
        (folder / file).unlink()
    return Accepted(list(texts), [])


def _draft_at(folder: Path, file: str) -> File:
    found = file_at(folder, file)
    if found is None:
        raise Refused(f"no draft {FOLDER}/{file}", "a file below drafts/", f"look into {FOLDER}/", "draft")
    return found


def _with_sources(folder: Path, files: Iterable[File]) -> list[File]:
    """The files, after the drafts of sources that they cite."""
    known: dict[str, File] = {}
    for file in files:
        record = load(file, folder)
        cited = rests_on(citations(record)) if isinstance(record, Record) else ()
        for id in filter(None, cited):
            source = file_at(folder, f"sources/{str(id).partition('/')[0]}.yml")
            if source is not None:
                known[source.file] = source
        known[file.file] = file
    return sorted(known.values(), key=lambda file: file.kind != "source")


def _accepted(root: Path, file: File) -> bytes:
    """What the place of a draft among the records will hold."""
    there = next((known for known in files_of(root) if (known.kind, known.id) == (file.kind, file.id)), None)
    content = (root / FOLDER / file.file).read_bytes()
    if there is None:
        return _unmarked(content.decode(), file.file).encode()
    if file.kind != "source":
        cure = "copy its claims into that record, then remove the draft"
        raise Refused(f"the draft of `{file.id}`, which is in {there.file} already", "a new record", cure, "draft")
    return _with_documents((root / there.file).read_bytes(), read(content).get("documents") or {})


def _unmarked(text: str, file: str) -> str:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(DRAFT)]
    moved = modeline(f"{FOLDER}/{file}")
    return "\n".join(modeline(file) if line == moved else line for line in lines) + "\n"


def _with_documents(content: bytes, documents: Mapping[str, dict[str, object]]) -> bytes:
    for short, document in documents.items():
        if short not in (read(content).get("documents") or {}):
            content = add_document(content, short, document)
    return content
