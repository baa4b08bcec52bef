"""`catalog diff`: what changed in values, not lines, as release notes tell it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from catalog.cli.text import bold, paragraph
from catalog.query.answers.diff import DiffAnswer
from catalog.query.claims import Claim
from catalog.query.diff import Moved, SystemChange, Verdict
from catalog.query.display import show_headline

FORMATS = ("text", "markdown", "json")
SYSTEMS, ENTRIES = 12, 6  # how many are told where not all are wanted


class DiffPage(DiffAnswer):
    """The changes as text, or as Markdown for a pull request; short, with samples, unless `whole`."""

    whole = False
    markdown = False

    def text(self) -> str:
        """The changes with counts first."""
        parts = [self._head(), *self._systems(), self._verdicts(), self._events(), self._grades()]
        return "\n\n".join(part for part in parts if part)

    def _head(self) -> str:
        title = f"What changed from {self.before} to {self.after}"
        if self.empty:
            return f"Nothing changed from {self.before} to {self.after}."
        return f"{self._heading(title, 2)}\n\n{self._wrapped(self._tally())}"

    def _tally(self) -> str:
        changes = self.found.systems
        kinds = {what: sum(change.what == what for change in changes) for what in ("added", "removed", "changed")}
        claims = {
            name: sum(len(getattr(change, name)) for change in changes)
            for name in ("added", "reworded", "deprecated", "removed")
        }
        moved = sum(len(change.moved) for change in changes)
        words = [_counted("system", kinds), _counted("figure", claims)]
        words += [_number(moved, "headline"), _number(len(self.found.verdicts), "verdict")]
        for table in ("publishers", "documents", "events"):
            old, new = self.found.counts[table]
            words += [f"{new - old:+,} {table}"] if new != old else []
        return "; ".join(word for word in words if word) + "."

    def _systems(self) -> list[str]:
        order = {"changed": 0, "removed": 1, "added": 2}
        changes = sorted(self.found.systems, key=lambda change: (order[change.what], -_weight(change), change.id))
        told = changes if self.whole else changes[:SYSTEMS]
        blocks = [self._told(change) for change in told if change.what != "added" or self.whole]
        left = sum(change.what != "added" for change in changes[len(told) :])
        blocks += [f"… and {left} more systems: `--all` tells them"] if left else []
        return blocks if self.whole else [*blocks, self._new(changes)]

    def _new(self, changes: Sequence[SystemChange]) -> str:
        added = [change for change in changes if change.what == "added"]
        if not added:
            return ""
        names = [f"{change.name} ({len(change.added)})" for change in added[: 4 * ENTRIES]]
        more = f" and {len(added) - len(names)} more" if len(added) > len(names) else ""
        head = self._heading("New systems, with the number of figures", 3)
        return f"{head}\n{self._wrapped(', '.join(names) + more)}"

    def _told(self, change: SystemChange) -> str:
        what = "" if change.what == "changed" else f": {change.what}"
        head = self._heading(f"{change.name} ({change.id}){what}", 3)
        lines = [f"{name}: {old or 'none'} → {new or 'none'}" for name, (old, new) in change.facts.items()]
        lines += [f"{self._named(moved.either)}: {self._shown(moved)}" for moved in self._some(change.moved)]
        lines += [f"+ {self._claim(claim)}" for claim in self._some(change.added)]
        lines += [f"~ {self._claim(after)}, was {before.stated}" for before, after in self._some(change.reworded)]
        lines += [f"deprecated: {self._claim(claim)}: {claim.rank_reason}" for claim in self._some(change.deprecated)]
        lines += [f"- {self._claim(claim)}" for claim in self._some(change.removed)]
        left = _weight(change) + len(change.moved) + len(change.facts) - len(lines)
        lines += [f"… and {left} more"] if left > 0 else []
        return "\n".join([head, *(self._item(line) for line in lines)])

    def _claim(self, claim: Claim) -> str:
        condition = claim.condition.label(self.names)
        label = self.properties[claim.property_id].label
        return (
            f"{label} {claim.stated}{f' ({condition})' if condition else ''}, {claim.publisher} [{claim.document_id}]"
        )

    def _named(self, headline: Any) -> str:
        condition = headline.condition.label(self.names)
        return self.properties[headline.property_id].label + (f" ({condition})" if condition else "")

    def _shown(self, moved: Moved) -> str:
        unit = self._unit(moved.either.property_id)
        sides = [show_headline(side, unit) if side else "nothing" for side in (moved.before, moved.after)]
        turned = _turned(moved)
        if sides[0] == sides[1]:
            return f"{sides[1]}{turned or '; by another rule: ' + moved.either.rule}"
        return f"{sides[0]} → {sides[1]}{turned}"

    def _verdicts(self) -> str:
        if not self.found.verdicts:
            return ""
        lines = [self._item(self._verdict(verdict)) for verdict in self._some(self.found.verdicts)]
        left = len(self.found.verdicts) - len(lines)
        lines += [self._item(f"… and {left} more")] if left else []
        return "\n".join([self._heading("Who outranges whom", 3), *lines])

    def _verdict(self, verdict: Verdict) -> str:
        names = self.names.get(verdict.a, verdict.a), self.names.get(verdict.b, verdict.b)
        return f"{names[0]} outranges {names[1]}: {verdict.before} → {verdict.after}"

    def _events(self) -> str:
        lines = []
        for what, titles in self.found.events.items():
            lines += [self._item(f"{what}: {title}") for title in self._some(titles)]
            if (left := len(titles) - len(self._some(titles))) > 0:
                lines.append(self._item(f"… and {left} more {what}"))
        return "\n".join([self._heading("Events", 3), *lines]) if lines else ""

    def _grades(self) -> str:
        lines = [self._item(f"{id}: {old} → {new}") for id, (old, new) in self.found.regraded.items()]
        return "\n".join([self._heading("Publishers graded anew", 3), *lines]) if lines else ""

    def _some(self, entries: Sequence[Any]) -> Sequence[Any]:
        return entries if self.whole else entries[:ENTRIES]

    def _heading(self, text: str, level: int) -> str:
        return f"{'#' * level} {text}" if self.markdown else bold(text)

    def _item(self, text: str) -> str:
        return f"- {text}" if self.markdown else paragraph(text, "  ")

    def _wrapped(self, text: str) -> str:
        return text if self.markdown else paragraph(text)


def _turned(moved: Moved) -> str:
    """What became of the conflict of the sources."""
    was, now = (bool(side and side.conflict) for side in moved)
    if now and not was:
        return "; the sources now conflict"
    return "; no conflict any more" if was and not now else ""


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'} moved" if count else ""


def _counted(what: str, kinds: dict[str, int]) -> str:
    told = [f"{count:,} {kind}" for kind, count in kinds.items() if count]
    return f"{what}s: {', '.join(told)}" if told else ""


def _weight(change: SystemChange) -> int:
    return len(change.added) + len(change.removed) + len(change.reworded) + len(change.deprecated)


def diff(
    before: Annotated[
        str | None, typer.Argument(metavar="[REV|DB]", help="A git revision or a database; HEAD if left out.")
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[REV|DB]", help="The same; the records as they are now if left out.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Tell every change, not samples.")] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="text, markdown or json.")] = "text",
) -> None:
    """Tell what changed in values: figures added, reworded, deprecated and removed, headlines and verdicts moved."""
    from tempfile import TemporaryDirectory

    from catalog.cli.make import fail
    from catalog.cli.output import emit
    from catalog.cli.revisions import NoRevision, open_side
    from catalog.query.diff import difference

    if format not in FORMATS:
        raise typer.BadParameter(f"`{format}` is none of {', '.join(FORMATS)}", param_hint="--format")
    with TemporaryDirectory() as folder:
        try:
            old, new = open_side(before or "HEAD", folder), open_side(after, folder)
        except NoRevision as error:
            raise fail(str(error)) from None
        page = DiffPage(new, difference(old.connection, new.connection), (before or "HEAD", after or "the records now"))
        page.whole, page.markdown = all, format == "markdown"
        typer.echo(emit("json" if format == "json" else "table", page.text, page.plain, list))


COMMANDS = (diff,)
