"""From what a reader types to the system meant: by id, by any name in any script, or a list of near ones."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.names import folded, same_name


class Found(NamedTuple):
    """A system that a search found, with the name that matched."""

    id: str
    name: str
    matched: str
    class_: str
    origin: str


class UnknownSystem(Exception):
    """No system, or several, answer to a text. `near` holds the ids that could be meant."""

    def __init__(self, asked: str, near: list[str]) -> None:
        hint = (
            f": did you mean {' or '.join(near[:3])}?"
            if near
            else ": `catalog search` finds systems by any of their names"
        )
        super().__init__(f"no system `{asked}`{hint}")
        self.asked, self.near = asked, near


def resolve(connection: sqlite3.Connection, asked: str) -> str:
    """The id of the one system that an id or a name means. Raises UnknownSystem."""
    row = connection.execute("select id from systems where id = ?", (asked,)).fetchone()
    if row:
        return str(row[0])
    exact = [found.id for found in search(connection, asked) if same_name(asked, found.matched)]
    exact = exact or [found.id for found in _in_any_order(connection, asked) if _has_words(connection, found.id, asked)]
    if len(set(exact)) == 1:
        return exact[0]
    raise UnknownSystem(asked, list(dict.fromkeys(exact)) or near(connection, asked))


def _has_words(connection: sqlite3.Connection, id: str, asked: str) -> bool:
    """True if every word asked for is a whole word of some name of a system."""
    names = connection.execute("select name from names where system_id = ?", (id,))
    known = {spelling for (name,) in names for word in _words(name) for spelling in folded(word).split()}
    return all(set(folded(word).split()) & known for word in _words(asked))


def _words(text: str) -> list[str]:
    return [word for word in text.replace("-", " ").replace("(", " ").replace(")", " ").split() if folded(word)]


def search(connection: sqlite3.Connection, text: str, limit: int = 20) -> list[Found]:
    """The systems of which some name holds the text, best first: whole names, then beginnings, then the rest."""
    keys = folded(text).split()
    rows = [row for key in keys for row in _matches(connection, key)]
    if not rows:
        return _in_any_order(connection, text)[:limit]
    best: dict[str, tuple[tuple[int, int, int], sqlite3.Row]] = {}
    for row in rows:
        score = min(_score(key, row["folded"]) for key in keys)
        ranked = (score, -row["main"], len(row["matched"]))
        if row["id"] not in best or ranked < best[row["id"]][0]:
            best[row["id"]] = (ranked, row)
    ordered = sorted(best.values(), key=lambda entry: (entry[0], entry[1]["id"]))
    return [Found(row["id"], row["name"], row["matched"], row["class"], row["origin"]) for _, row in ordered[:limit]]


def _in_any_order(connection: sqlite3.Connection, text: str) -> list[Found]:
    """The systems whose names together hold every word of a text of several words."""
    words = _words(text)
    if len(words) < 2:
        return []
    found = [{row["id"]: row for key in folded(word).split() for row in _matches(connection, key)} for word in words]
    shared = sorted(set.intersection(*map(set, found)))
    return [Found(id, *(found[0][id][name] for name in ("name", "matched", "class", "origin"))) for id in shared]


def _matches(connection: sqlite3.Connection, key: str) -> list[sqlite3.Row]:
    """Names that hold a folded text. The trigram index needs three characters; shorter texts are scanned for."""
    columns = "s.id, s.name, s.class, s.origin, n.name as matched, n.folded, n.main"
    if len(key) < 3:
        query = f"select {columns} from names n join systems s on s.id = n.system_id where n.folded like ?"
        return connection.execute(query, (f"%{key}%",)).fetchall()
    query = f"""
        select {columns} from search join names n on n.id = search.name_id join systems s on s.id = n.system_id
        where search match ?
    """
    return connection.execute(query, (f'folded : "{key}"',)).fetchall()


def _score(key: str, spellings: str) -> int:
    words = spellings.split()
    if key in words:
        return 0
    return 1 if any(word.startswith(key) for word in words) else 2


def near(connection: sqlite3.Connection, asked: str, limit: int = 3) -> list[str]:
    """Ids of systems whose id or some name is spelt almost as asked, best first."""
    from rapidfuzz import fuzz, process

    spellings = [(row[0], spelling) for row in _spellings(connection) for spelling in row[1].split()]
    keys = dict(enumerate(spelling for _, spelling in spellings))
    matches = process.extract(folded(asked).split(" ")[0], keys, scorer=fuzz.WRatio, score_cutoff=65, limit=limit * 4)
    return list(dict.fromkeys(spellings[number][0] for _, _, number in matches))[:limit]


def _spellings(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    names = connection.execute("select system_id, folded from names").fetchall()
    ids = connection.execute("select id from systems").fetchall()
    return [(row[0], row[1]) for row in names] + [(row[0], folded(row[0])) for row in ids]
