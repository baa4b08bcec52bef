"""Builds the distributions: hatchling's backend, with the database compiled from the records into the wheel.

A wheel needs the program's own dependencies while it is built, for it compiles; an editable install reads the checkout.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hatchling.build
from hatchling.build import build_editable, build_sdist, build_wheel, get_requires_for_build_sdist
from hatchling.build import get_requires_for_build_wheel as get_requires_for_build_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
]


def get_requires_for_build_editable(config_settings: dict[str, Any] | None = None) -> list[str]:
    """What an editable install needs while it is built: nothing to compile with."""
    compiler = get_requires_for_build_wheel(config_settings)
    every = hatchling.build.get_requires_for_build_editable(config_settings)
    return [requirement for requirement in every if requirement not in compiler]


class DatabaseHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts catalog.db into the package, and beside it the facts that a server would else find out at each start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the records below the root. Raises ValueError with all problems if a record has an error."""
        if version == "editable":
            return
        self._workplace = TemporaryDirectory()  # goes away with the hook, when the wheel is written
        database = _compiled(Path(self.root), Path(self._workplace.name))
        for path in sorted(database.parent.glob(f"{database.name}*")):
            if not path.name.endswith(".stamp"):
                build_data["force_include"][str(path)] = f"catalog/{path.name}"


def _compiled(root: Path, workplace: Path) -> Path:
    sys.path.insert(0, str(root))  # this program compiles its own records, whichever other is installed
    from catalog.cli.complain import problem_text
    from catalog.compile import build
    from catalog.site.server import inspected

    database = workplace / "catalog.db"
    problems = build(root, database, jobs=1, whole=True).problems
    if problems:
        raise ValueError(f"the records cannot be compiled:\n{problem_text(problems)}")
    inspected(database)
    return database
