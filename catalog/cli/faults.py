"""Faults of the system and of the database, in one line each: what was found, and what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from contextlib import suppress

from catalog.query.connection import damage
from catalog.query.home import database

_FULL = "make room there, then run this again"
_CURES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "raise the limit on the size of files (`ulimit -f`), then run this again",
    errno.EACCES: "mend its permissions, or name another place",
    errno.EPERM: "mend its permissions, or name another place",
    errno.EROFS: "name another place",
    errno.ENOENT: "make the folder first, or name another",
    errno.ECHILD: "was there enough memory? run this again",
    errno.EMFILE: "raise the limit on open files (`ulimit -n`), then run this again",
}
_SQLITE_CURES = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: "look at the disk and at the limits of this process, then run this again",
    sqlite3.SQLITE_READONLY: _CURES[errno.EROFS],
    sqlite3.SQLITE_BUSY: "wait for the program that writes to it, then ask again",
    sqlite3.SQLITE_NOMEM: "give this process more memory",
}


def reason(error: OSError | sqlite3.Error) -> str:
    """What the system says of a fault, of which file, and what to do about it."""
    if isinstance(error, OSError):
        said, cure = error.strerror or str(error), _CURES.get(error.errno or 0)
        where = error.filename2 or error.filename
        said = f"{said}: {os.fsdecode(where)}" if where and not isinstance(where, int) else said
    else:
        said, cure = str(error), _SQLITE_CURES.get(_code(error))
    return f"{said}; {cure}" if cure else said


def of_database(error: Exception, connection: sqlite3.Connection | None) -> str | None:
    """What a question's failure says of the database; None if that is sound and the fault is the program's own."""
    if isinstance(error, UnicodeEncodeError):
        return f"{error.object!r} is not text in UTF-8: write it as this terminal's encoding has it"
    path = database()
    if connection is not None and (found := damage(connection)):
        return damaged(path, found)
    if isinstance(error, sqlite3.Error) and _code(error) in _SQLITE_CURES:
        return f"{path} could not be asked: {reason(error)}"
    return damaged(path, str(error)) if isinstance(error, sqlite3.Error) or _no_text(error) else None


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary code, 0 where the fault is its reader's (sqlite.org/rescode.html)."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _no_text(error: Exception) -> bool:
    """True for a name or a cell that is not UTF-8, or not the JSON that it should be."""
    from json import JSONDecodeError

    return isinstance(error, (UnicodeDecodeError, JSONDecodeError))


def damaged(path: str, found: str) -> str:
    """What is said of a database of which `damage` has found something."""
    shown = " ".join(found.split())[:100]
    return f"{path} is damaged ({shown}): make it anew with `catalog build --whole`, or fetch it again"


def of_output(error: OSError) -> int:
    """Tells that the answer could not be written, or what else the system refused; gives the exit status."""
    quieten()
    what = "" if error.filename else "the answer could not be written: "
    with suppress(OSError, ValueError):
        sys.stderr.write(f"catalog: {what}{reason(error)}\n")
    return 1


def quieten() -> None:
    """Drops what was not written yet: nobody takes it, and the interpreter would try again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
            continue
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
