"""The second stage: rules inside and across records. Every rule is a function from records to problems."""

from __future__ import annotations

from pathlib import Path

from catalog.check.references import check_references
from catalog.check.shape import check_shape
from catalog.check.values import check_values
from catalog.load import Records, load_tree
from catalog.load.places import locate
from catalog.problems import Problem


def check_records(records: Records) -> list[Problem]:
    """All problems of all records, without their lines. Rules across records run over the well-formed ones."""
    problems = list(records.problems)
    sound = Records(unread=set(records.unread))
    for record in records:
        found = list(check_shape(record))
        problems += found or list(check_values(record))
        if found:
            sound.unread.add((record.kind, record.id))
        else:
            sound.add(record)
    return problems + list(check_references(sound))


def check_tree(root: Path) -> tuple[Records, list[Problem]]:
    """The records below root and all their problems with file, line and column, in order."""
    records = load_tree(root)
    return records, locate(check_records(records), root)


def errors(problems: list[Problem]) -> list[Problem]:
    """The problems that keep a database from being built."""
    return [problem for problem in problems if problem.level == "error"]
