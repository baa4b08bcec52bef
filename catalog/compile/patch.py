"""A few changed records: their rows are exchanged in a copy of the database, which ends as a build of all would."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from catalog.check.known import Known, address
from catalog.compile.carry import Run, build_rows, digest_of, tabled
from catalog.compile.database import APPLICATION_ID, Rows, canonical, insert
from catalog.compile.schema import SCHEMA_VERSION, TABLES
from catalog.load import FOLDERS, File
from catalog.manifest import Manifest, Noted, identity, note_of, write_manifest
from catalog.names import folded
from catalog.replacing import replacing
from catalog.vocabulary import vocabulary

SHARE = 0.05  # of the records: where more have changed, a build of all is as quick
Key = tuple[str, str]  # kind and id of a record


class Unpatchable(Exception):
    """A build of all records is needed: too much has changed, the database is another, or a record has an error."""


def renew(root: Path, target: Path, files: Sequence[File], before: Manifest, state: str) -> int:
    """Brings a database and its note up to date with the files, which are of a state; gives how many files were read.

    Raises Unpatchable where that can't be done, else OSError or sqlite3.Error; the database is then untouched.
    """
    old = {noted.file: noted for noted in before.files}
    changed = [file for file in files if old.get(file.file, ("", -1, -1))[1:3] != (file.time, file.size)]
    gone = set(old) - {file.file for file in files}
    if len(changed) + len(gone) > max(2, SHARE * len(files)):
        raise Unpatchable
    run = Run(root, files)
    kept = [noted for noted in before.files if noted.file not in gone | {file.file for file in changed}]
    with replacing(target, Path(note_of(str(target)))) as workplace:
        copy, made = workplace / "patched.db", workplace / target.name
        try:
            shutil.copyfile(target, copy)
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                _must_belong(connection, before)
                new_names = _exchange(connection, run, changed, {_key(file) for file in gone}, kept)
            if new_names is not None:
                canonical(copy, made, new_names)
        except (FileNotFoundError, sqlite3.DatabaseError) as error:
            raise Unpatchable from error
        database = before.database if new_names is None else identity(str(made))
        now = before._replace(state=state, database=database, files=tuple(sorted([*kept, *run.noted])))
        if now != before:
            write_manifest(str(made), now)
    return len(changed)


def _key(file: str) -> Key:
    folder, _, rest = file.partition("/")
    return FOLDERS[folder], rest.rpartition("/")[2].removesuffix(".yml")


def _must_belong(connection: sqlite3.Connection, before: Manifest) -> None:
    """Raises Unpatchable if the database is not the one that the manifest is of."""
    marks = [connection.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version")]
    if marks != [APPLICATION_ID, SCHEMA_VERSION]:
        raise Unpatchable
    found = connection.execute("select value from build where key = 'digest'").fetchone()
    if found is None or found[0] != digest_of(before.files):
        raise Unpatchable


def _exchange(
    connection: sqlite3.Connection, run: Run, changed: Sequence[File], gone: set[Key], kept: Iterable[Noted]
) -> bool | None:
    """Exchanges the rows of changed records; true if names have changed, None if nothing has."""
    connection.executescript(
        "pragma journal_mode = memory; pragma synchronous = off; pragma foreign_keys = on; begin;"
        "pragma defer_foreign_keys = on"
    )
    renewed = {(file.kind, file.id) for file in changed} | gone
    classes = _fill(run.whole.known, connection, renewed)
    fresh = {(file.kind, file.id): rows for file, rows in run.each(changed, jobs=1)}
    run.close()
    if run.problems or any(_no_munition_now(run.whole.known, id, class_) for id, class_ in classes.items()):
        raise Unpatchable
    differences = [_renew(connection, key, fresh.get(key, {})) for key in sorted(renewed)]
    if not any(differences):
        connection.execute("rollback")
        return None
    connection.execute("delete from build")
    insert(connection, tabled(build_rows([*kept, *run.noted])))
    connection.execute("commit")  # fails if any other record now refers to nothing
    return any("names" in tables for tables in differences)


def _no_munition_now(known: Known, id: str, class_: str) -> bool:
    """True if a system was a munition, which others may say they fire, and is none now."""
    now = known.classes.get(id)
    classes = vocabulary().classes
    was = classes[class_].stands_for == "munition"
    return was and now is not None and classes[now].stands_for != "munition"


def _renew(connection: sqlite3.Connection, key: Key, rows: Rows) -> set[str]:
    """Puts the rows of one record in the place of its old ones; the tables in which any differ."""
    kind, id = key
    differ = set()
    for name in _tables[kind]:
        table = TABLES[name]
        old = set(connection.execute(f'select * from "{name}" where "{table.owner}" = ?', (id,)))
        new = set(rows.get(name, ()))
        if old != new:
            differ.add(name)
            connection.executemany(f'delete from "{name}" where "{table.key}" = ?', [(row[0],) for row in old - new])
            insert(connection, {name: sorted(new - old, key=lambda row: str(row[0]))})
    return differ


def _owned(main: str, owner: str) -> list[str]:
    """The table of a kind of record, and those whose rows name the record to which they belong."""
    return [main, *(name for name, table in TABLES.items() if table.owner == owner)]


_tables = {
    "system": _owned("systems", "system_id"),
    "source": _owned("publishers", "publisher_id"),
    "event": _owned("events", "event_id"),
}


def _fill(known: Known, connection: sqlite3.Connection, renewed: set[Key]) -> dict[str, str]:
    """Tells the rules what the database knows of all other records; gives the classes of the renewed systems."""
    classes: dict[str, str] = {}
    rows: Iterable[Any] = connection.execute(
        "select s.id, s.class, s.variant_of, s.file, n.folded"
        " from systems s join names n on n.system_id = s.id and n.main"
    )
    for id, class_, base, file, name in rows:
        if ("system", id) in renewed:
            classes[id] = class_
            continue
        known.classes[id] = class_
        known.names["system"][name] = file
        if base is not None:
            known.bases[id] = base
    sources = {id for kind, id in renewed if kind == "source"}
    for id, publisher, url, language in connection.execute("select id, publisher_id, url, language from documents"):
        if publisher not in sources:
            known.languages[id] = language
            if url is not None and sources:
                known.addresses[address(url)] = id
    for id, name in connection.execute("select id, name from publishers") if sources else ():
        if id not in sources:
            known.names["source"][folded(name)] = f"sources/{id}.yml"
    return classes
