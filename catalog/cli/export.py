"""`catalog export`: the whole catalog or the answer to one question, as files for other programs."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli.make import fail

if TYPE_CHECKING:
    from catalog.export import Exported, Source
    from catalog.export.sheet import Sheet
    from catalog.query.catalog import Catalog

FORMATS = ("csv", "json", "jsonl", "parquet", "datapackage", "sqlite")


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")],
    question: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION...",
            help="Only the answer to this, as typed after `catalog`; write -- before a question with options.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder or file to write; catalog-FORMAT if left out, for a question the terminal."
        ),
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table or view; may be repeated.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over and beside what no export wrote.")] = False,
) -> None:
    """Carry the catalog away: all tables, some, or the answer to one question."""
    if format not in FORMATS:
        raise typer.BadParameter(f"`{format}` is none of {', '.join(FORMATS)}", param_hint="FORMAT")
    if question and table:
        raise typer.BadParameter("goes with all tables, not with a question", param_hint="--table")
    from catalog.cli.fresh import open_fresh
    from catalog.export import CannotExport
    from catalog.query.connection import NotACatalog
    from catalog.query.display import UnknownUnit
    from catalog.query.home import database
    from catalog.query.resolve import UnknownSystem
    from catalog.query.terms import UnknownWord

    try:
        with open_fresh() as catalog:
            if question:
                _answer(catalog, format, question, output, force)
            else:
                _tables(catalog, format, output or Path(f"catalog-{format}"), table or [], force)
    except (CannotExport, NotACatalog, UnknownSystem, UnknownUnit, UnknownWord) as error:
        raise fail(str(error)) from None
    except sqlite3.Error as error:
        raise fail(f"{database()} could not be read: {error}; nothing was written") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise fail(f"the export could not be written: {error}; what was there before is untouched") from None


def _tables(catalog: Catalog, format: str, target: Path, tables: list[str], force: bool) -> None:
    from catalog.export import export_tables

    _tell(target, export_tables(_source(catalog), format, target, tables, force))


def _answer(catalog: Catalog, format: str, question: list[str], output: Path | None, force: bool) -> None:
    """Writes an answer to its file or, as text, to standard output."""
    from catalog.export import CannotExport, export_answer, write_answer

    sheet, source = _sheet(catalog, question), _source(catalog)
    if output is not None:
        _tell(output, export_answer(source, format, sheet, output, force))
    elif format == "parquet":
        raise CannotExport("Parquet is no text: name a file with --output FILE.parquet")
    else:
        write_answer(source, format, sheet, sys.stdout.buffer)


def _sheet(catalog: Catalog, question: list[str]) -> Sheet:
    """The flat rows of the answer to a question. Raises CannotExport for what is no question or finds nothing."""
    from catalog.cli import plain
    from catalog.export import CannotExport
    from catalog.export.sheet import answer_sheet

    line = " ".join(question)
    asked = plain.question(question)
    if asked is None or asked[0] != "table":
        known = ", ".join(plain.COMMANDS)
        raise CannotExport(f"`{line}` is no question: one of {known}, with its own options but --format")
    page = asked[1](catalog)
    if page.empty:
        raise CannotExport(f"nothing found by `{line}`; nothing was written")
    return answer_sheet(question[0], page.rows())


def _source(catalog: Catalog) -> Source:
    import yaml

    from catalog.export import Source
    from catalog.export.dictionary import dictionary_of
    from catalog.query.home import database, metadata

    words = yaml.load(Path(metadata()).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Source(catalog.connection, Path(database()), dictionary_of(words))


def _tell(target: Path, done: Exported) -> None:
    sum = f", sha256 {done.sha256}" if done.sha256 else ""
    size = f"{done.size / 1e6:.1f} MB" if done.size >= 1e6 else f"{done.size / 1e3:.1f} kB"
    typer.echo(f"{target}: {done.rows:,} rows, {size}{sum}")


COMMANDS = (export,)
