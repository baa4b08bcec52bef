"""`catalog sources`: who publishes what the catalog says, and what rests on whom."""

from __future__ import annotations

from typing import Any

from catalog.cli.text import bold, dim, paragraph, table
from catalog.query.catalog import Catalog
from catalog.query.sources import resting_alone


class SourcesPage:
    """All publishers, those with the most figures first."""

    empty = False

    def __init__(self, catalog: Catalog, top: int | None) -> None:
        self.every = catalog.publishers()
        self.shown = self.every[:top]

    def text(self) -> str:
        """The list for a terminal."""
        head = ("Publisher", "Kind", "Grade", "Documents", "Claims", "Root of", "Events", "Alone")
        rows = [
            (
                f"{row.name} ({row.id})",
                row.kind,
                row.reliability,
                str(row.documents),
                str(row.claims),
                str(row.roots),
                str(row.event_claims),
                str(row.alone),
            )
            for row in self.shown
        ]
        more = (
            f"\n… and {len(self.every) - len(self.shown)} more: `--top` shows them"
            if len(self.shown) < len(self.every)
            else ""
        )
        note = (
            "Root of: figures that rest on it, its own and repeated ones. Alone: figures that rest on nobody else. "
            "`catalog sources PUBLISHER` lists its documents; `--without PUBLISHER` on show or rank leaves it out."
        )
        return table(rows, head, right=(3, 4, 5, 6, 7)) + more + "\n\n" + dim(paragraph(note))

    def plain(self) -> list[dict[str, Any]]:
        """The publishers as data."""
        return self.rows()

    def rows(self) -> list[dict[str, Any]]:
        """One row a publisher."""
        return [row._asdict() for row in self.shown]


class SourcePage:
    """One publisher with its documents and what would fall without it."""

    empty = False

    def __init__(self, catalog: Catalog, asked: str) -> None:
        self.publisher = catalog.publishers(asked)[0]
        self.documents = catalog.documents(self.publisher.id)
        self.alone = resting_alone(catalog.connection, self.publisher.id)

    def text(self) -> str:
        """The page for a terminal."""
        publisher = self.publisher
        known = [publisher.id, publisher.kind, publisher.country or "", f"grade {publisher.reliability}"]
        head = f"{bold(publisher.name)}\n{dim(' · '.join(part for part in known if part))}"
        counts = (
            f"Figures: {publisher.claims}, words on events: {publisher.event_claims}, "
            f"documents: {publisher.documents}; "
            f"figures that rest on it: {publisher.roots}, of these on nobody else: {publisher.alone}."
        )
        rows = [
            (row.issued or "", f"{row.title} [{row.id}]", str(row.claims), str(row.event_claims))
            for row in self.documents
        ]
        listed = table(rows, ("Issued", "Document", "Claims", "Events"), right=(2, 3)) if rows else ""
        falls = ", ".join(f"{system} {spec}" for system, spec in self.alone[:12])
        more = f" and {len(self.alone) - 12} more" if len(self.alone) > 12 else ""
        fallen = (
            paragraph(f"Without it these would have no figure under some condition: {falls}{more}.") if falls else ""
        )
        return "\n\n".join(
            part
            for part in (head, paragraph(publisher.reliability_note or ""), paragraph(counts), listed, fallen)
            if part
        )

    def plain(self) -> dict[str, Any]:
        """The publisher as data."""
        alone = [{"system": system, "property": spec} for system, spec in self.alone]
        return {**self.publisher._asdict(), "document_list": self.rows(), "rests_alone": alone}

    def rows(self) -> list[dict[str, Any]]:
        """One row a document."""
        return [row._asdict() for row in self.documents]
