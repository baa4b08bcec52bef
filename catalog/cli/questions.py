"""What each command asks and which page answers it. Both lanes call these; nothing here knows typer."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.cli.answer import Page
from catalog.query.catalog import Catalog

Words = Sequence[str] | None


def show(
    catalog: Catalog,
    system: str = "",
    claim: str | None = None,
    cite: str | None = None,
    unit: str | None = None,
    units: str = "metric",
    claims: bool = False,
    as_of: str | None = None,
    without: Words = None,
) -> Page:
    """One system, or one claim."""
    from catalog.cli.show import ClaimPage, ShowPage

    measures = catalog.measures(unit, units)
    if claim:
        return ClaimPage(catalog, claim, measures, cite)
    sheet = catalog.sheet(system, catalog.scope(as_of, None, without or ()))
    return ShowPage(catalog, sheet, measures, claims, bool(as_of or without))


def compare(
    catalog: Catalog,
    systems: Sequence[str] = (),
    spec: Words = None,
    ammunition: str | None = None,
    as_of: str | None = None,
    unit: str | None = None,
    units: str = "metric",
    claims: bool = False,
    why: bool = False,
    without: Words = None,
) -> Page:
    """Systems side by side."""
    from catalog.cli.compare import ComparePage

    specs = [catalog.spec(asked) for asked in spec or ()]
    found = catalog.compare(systems, specs, catalog.scope(as_of, ammunition, without or ()))
    return ComparePage(catalog, found, catalog.measures(unit, units, specs), claims, why)


def rank(
    catalog: Catalog,
    property: str = "",
    class_: Words = None,
    operator: Words = None,
    origin: Words = None,
    status: Words = None,
    min: str | None = None,
    max: str | None = None,
    by: str = "headline",
    ammunition: str | None = None,
    top: int | None = None,
    as_of: str | None = None,
    unit: str | None = None,
    units: str = "metric",
    without: Words = None,
) -> Page:
    """Systems in the order of one property."""
    from catalog.cli.rank import RankPage

    which = catalog.filter(class_ or (), operator or (), origin or (), status or ())
    scope = catalog.scope(as_of, ammunition, without or ())
    found = catalog.rank(property, which, scope, by, min, max, unit)
    return RankPage(catalog, found, catalog.measures(unit, units, [found.property_id]), found.rows[:top])


def find(
    catalog: Catalog,
    conditions: Sequence[str] = (),
    certain: bool = False,
    class_: Words = None,
    operator: Words = None,
    origin: Words = None,
    status: Words = None,
    ammunition: str | None = None,
    as_of: str | None = None,
    unit: str | None = None,
    units: str = "metric",
    without: Words = None,
) -> Page:
    """Systems that meet conditions."""
    from catalog.cli.find import FindPage

    which = catalog.filter(class_ or (), operator or (), origin or (), status or ())
    scope = catalog.scope(as_of, ammunition, without or ())
    found = catalog.find(conditions, which, scope, certain, unit)
    return FindPage(catalog, conditions, found, catalog.measures(unit, units))


def search(catalog: Catalog, text: Sequence[str] = ()) -> Page:
    """Systems by any of their names."""
    from catalog.cli.lists import SearchPage

    return SearchPage(catalog, " ".join(text))


def events(
    catalog: Catalog,
    party: Words = None,
    system: Words = None,
    kind: Words = None,
    since: str | None = None,
    until: str | None = None,
    claimant: str | None = None,
) -> Page:
    """What happened as each party tells it."""
    from catalog.cli.events import EventsPage

    return EventsPage(catalog.events(party or (), system or (), kind or (), since, until, claimant))


def sources(catalog: Catalog, publisher: str = "", top: int | None = 25) -> Page:
    """Publishers, or one."""
    from catalog.cli.sources import SourcePage, SourcesPage

    return SourcePage(catalog, publisher) if publisher else SourcesPage(catalog, top)


def coverage(
    catalog: Catalog,
    class_: Words = None,
    operator: Words = None,
    origin: Words = None,
    status: Words = None,
    list: str | None = None,
) -> Page:
    """What systems have and lack."""
    from catalog.cli.coverage import CoveragePage

    which = catalog.filter(class_ or (), operator or (), origin or (), status or ())
    return CoveragePage(catalog, catalog.coverage(which), list)


def sql(catalog: Catalog, query: str = "") -> Page:
    """The rows of a query."""
    from catalog.cli.lists import SqlPage

    return SqlPage(catalog, query)


def vocabulary(catalog: Catalog, which: str = "properties") -> Page:
    """One list of the vocabulary."""
    from catalog.cli.lists import vocabulary_page

    return vocabulary_page(catalog, which)
