"""What cog calls in the documents: commands with their output, and tables of the vocabulary."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from catalog.cli import main
from catalog.cli.app import COMMANDS
from catalog.query.catalog import open_catalog

ROOT = Path(__file__).parents[1]


def output(line: str) -> str:
    """What a `catalog …` command prints, on both streams, at 80 columns."""
    both = io.StringIO()
    with contextlib.redirect_stdout(both), contextlib.redirect_stderr(both):
        main(shlex.split(line)[1:])
    return both.getvalue().rstrip()


def run(*lines: str, most: int = 60) -> None:
    """Prints commands with their output as one block of a terminal; long output is cut after `most` lines."""
    print("```console")
    for number, line in enumerate(lines):
        said = output(line).splitlines()
        print("\n" * (number > 0) + f"$ {line}")
        print("\n".join(said[:most] + (["…"] if len(said) > most else [])))
    print("```")


def helps() -> None:
    """Prints the help of every command."""
    for name in COMMANDS:
        print(f"\n## catalog {name}\n")
        run(f"catalog {name} --help", most=100)


def vocabulary(which: str, columns: list[str], heads: list[str]) -> None:
    """Prints one list of the vocabulary as a table."""
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    order = "position" if which != "classes" else "family, id"
    with open_catalog() as catalog:
        for row in catalog.rows(f"select * from {which} order by {order}"):
            print("| " + " | ".join(_cell(row[name], name) for name in columns) + " |")


def _cell(value: object, name: str) -> str:
    text = "" if value is None else str(value).replace("|", "\\|")
    return f"`{text}`" if text and name in ("id", "example", "condition", "term") else text


def contested(most: int) -> None:
    """Prints the most contested figures with who says what."""
    from catalog.query.contested import contested as ask
    from catalog.query.display import show_headline, show_interval

    with open_catalog() as catalog:
        names, properties = catalog.names(), catalog.properties()
        publishers = {row["id"]: row["name"] for row in catalog.rows("select id, name from publishers")}
        for place, row in enumerate(ask(catalog.connection, most), start=1):
            head = row.headline
            entry, under = properties[head.property_id], head.condition.label(names)
            unit = catalog.measures().unit(entry.unit)
            label = f"{entry.label} ({under})" if under else entry.label
            command = f"`catalog show {head.system_id} --claims` lists all"
            print(f"\n## {place}. {names[head.system_id]}: {label}\n")
            print(f"Shown: {show_headline(head, unit)}, {head.rule}. {command}.\n")
            print("| figure | independent publishers | pages | who |\n|---|---|---|---|")
            for side in row.sides[:8]:
                who = ", ".join(publishers[root] for root in side.roots[:5]) + (" …" if len(side.roots) > 5 else "")
                pages = len({claim.document_id for claim in side.claims})
                print(f"| {show_interval(side.interval, unit)} | {len(side.roots)} | {pages} | {_cell(who, '')} |")


def schema() -> None:
    """Prints every table and view with its columns, from metadata.yml and the database."""
    import yaml

    words = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))["databases"]["catalog"]["tables"]
    with open_catalog() as catalog:
        for table, known in words.items():
            query = f"select name, type from pragma_table_info('{table}')"
            types = {row["name"]: row["type"] for row in catalog.rows(query)}
            print(f"\n### {table}\n\n{' '.join(known['description'].split())}\n")
            print("| column | type | meaning |\n|---|---|---|")
            for column, meaning in known["columns"].items():
                print(f"| `{column}` | {types[column].lower()} | {meaning} |")


def faults(*breaks: tuple[str, ...]) -> None:
    """Prints what `catalog check` says when texts of a record of the tests are replaced by others, two by two."""
    print("```console")
    for file, *texts in breaks:
        with tempfile.TemporaryDirectory() as folder:
            said = _check(Path(folder), file, list(zip(texts[::2], texts[1::2], strict=True)))
        shown = texts[1].strip() or f"without{texts[0]}"
        print("\n".join(f"# {line.strip()}" for line in shown.splitlines()) + f"\n{said}\n")
    print("```")


def session(*lines: str, files: dict[str, str] | None = None) -> None:
    """Prints commands with their output, run one after the other beside the records of the tests, and `cat FILE`.

    `files` are written there first, by name; each is printed under its name.
    """
    with tempfile.TemporaryDirectory() as folder, _inside(Path(folder)):
        for name, text in (files or {}).items():
            Path(name).write_text(text, encoding="utf-8")
        said = [f"$ {line}\n{_answer(line)}".rstrip() for line in lines]
    print("```console")
    print("\n\n".join(said))
    print("```")


def _answer(line: str) -> str:
    if line.startswith("cat "):
        return Path(line.removeprefix("cat ")).read_text(encoding="utf-8")
    return output(line)


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """A copy of the tests' records as the working folder."""
    shutil.copytree(ROOT / "tests" / "records", folder, dirs_exist_ok=True)
    here = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


def _check(folder: Path, file: str, texts: list[tuple[str, str]]) -> str:
    with _inside(folder):
        text = Path(file).read_text(encoding="utf-8")
        for old, new in texts:
            assert old in text, old
            text = text.replace(old, new)
        Path(file).write_text(text, encoding="utf-8")
        return "\n".join(output("catalog check").splitlines()[:-2])
