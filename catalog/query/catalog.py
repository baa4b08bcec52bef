"""The Python door: one object that answers every question, in words or ids, used by the command line and the site."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from catalog.query import terms
from catalog.query.claims import ALL, Claim, Scope, claims_of
from catalog.query.claims import claim as claim_by_id
from catalog.query.connection import connect
from catalog.query.display import Measures, figure_of
from catalog.query.filter import EVERY, Filter, select_systems
from catalog.query.resolve import Found, resolve
from catalog.query.resolve import search as search_names
from catalog.query.sql import among
from catalog.query.terms import KM, REACH, Property

if TYPE_CHECKING:
    from os import PathLike
    from types import TracebackType

    import pint

    from catalog.query.compare import Comparison
    from catalog.query.coverage import Coverage
    from catalog.query.events import Event
    from catalog.query.find import Match
    from catalog.query.rank import Ranking
    from catalog.query.schemes import Scheme
    from catalog.query.sheet import Sheet
    from catalog.query.sources import Document, Publisher


# Each question imports its own module when it is asked: a command pays for its own answer only.
class Catalog:
    """An open catalog.db. Systems, properties, classes and countries may be named by id or in words.

    Methods raise UnknownSystem, UnknownWord or UnknownUnit, each with "did you mean", for words that the catalog does
    not have. Close it, or use it in a `with` statement.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._names: dict[str, str] | None = None
        self._properties: dict[str, Property] | None = None

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database."""
        self.connection.close()

    # --- words -----------------------------------------------------------------------------------------------------

    def system_id(self, asked: str) -> str:
        """The id of the one system that an id or a name means."""
        return resolve(self.connection, asked)

    def spec(self, asked: str) -> str:
        """The property id that a word means, or `range`."""
        return REACH if asked == REACH else terms.property_ids(self.connection, asked)[0]

    def unit_of(self, spec: str) -> str:
        """The unit in which catalog.db holds a property; km for `range`."""
        return KM if spec == REACH else self.properties()[spec].unit

    def scope(self, as_of: str | None = None, ammunition: str | None = None, without: Iterable[str] = ()) -> Scope:
        """Which claims count: issued by a day, with a class of ammunition, not resting on some publishers."""
        return Scope(
            terms.last_day(as_of) if as_of else None,
            terms.ammunition_id(self.connection, ammunition) if ammunition else None,
            tuple(terms.publisher_id(self.connection, name) for name in without),
        )

    def filter(
        self,
        classes: Iterable[str] = (),
        operators: Iterable[str] = (),
        origins: Iterable[str] = (),
        statuses: Iterable[str] = (),
    ) -> Filter:
        """Which systems are looked at."""
        return Filter(
            tuple(terms.class_id(self.connection, asked) for asked in classes),
            tuple(terms.country_id(self.connection, asked) for asked in operators),
            tuple(terms.country_id(self.connection, asked) for asked in origins),
            tuple(terms.status_id(self.connection, asked) for asked in statuses),
        )

    def measures(self, unit: str | None = None, system: str = "metric", specs: Iterable[str] = ()) -> Measures:
        """The units to show figures in; `specs` are the properties for which `unit` was chosen."""
        return Measures(self.connection, unit, system, [self.unit_of(spec) for spec in specs])

    # --- questions -------------------------------------------------------------------------------------------------

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Systems of which some name holds the text, best first."""
        return search_names(self.connection, text, limit)

    def systems(self, which: Filter = EVERY) -> dict[str, tuple[str, str, str]]:
        """Name, class and origin of systems by id."""
        return select_systems(self.connection, which)

    def sheet(self, system: str, scope: Scope = ALL) -> Sheet:
        """All that the catalog says of one system."""
        from catalog.query.sheet import sheet

        return sheet(self.connection, self.system_id(system), scope)

    def schemes(self, system: str) -> list[Scheme]:
        """The classes that public schemes give a system."""
        from catalog.query.schemes import schemes

        return schemes(self.connection, self.system_id(system))

    def claims(self, system: str, spec: str | None = None, scope: Scope = ALL) -> list[Claim]:
        """The claims of one system, of all properties or one, deprecated ones included."""
        wanted = None if spec is None else terms.property_ids(self.connection, spec)
        return claims_of(self.connection, [self.system_id(system)], wanted, scope)

    def claim(self, id: str) -> Claim | None:
        """One claim by its id."""
        return claim_by_id(self.connection, id)

    def compare(self, systems: Sequence[str], specs: Iterable[str] = (), scope: Scope = ALL) -> Comparison:
        """Systems side by side, like for like, with verdicts on their ranges."""
        from catalog.query.compare import compare

        ids = list(dict.fromkeys(self.system_id(asked) for asked in systems))
        return compare(self.connection, ids, [self.spec(asked) for asked in specs], scope)

    def rank(
        self,
        spec: str,
        which: Filter = EVERY,
        scope: Scope = ALL,
        by: str = "headline",
        least: str | None = None,
        most: str | None = None,
        unit: str | None = None,
    ) -> Ranking:
        """Systems in the order of one property; `least` and `most` as `40 nmi`, or bare in `unit`."""
        from catalog.query.rank import rank

        known = self.spec(spec)
        terms.must_have_order(self.connection, known)
        measures, entry = self.measures(unit, specs=[known]), self.properties().get(known)
        low = figure_of(measures, entry, least, True) if least else None
        high = figure_of(measures, entry, most, False) if most else None
        if low is not None and high is not None and low > high:
            raise terms.UnknownWord(f"nothing lies between {least} and {most}: the least is above the most")
        return rank(self.connection, known, which, scope, by, low, high)

    def find(
        self,
        conditions: Iterable[str],
        which: Filter = EVERY,
        scope: Scope = ALL,
        certain: bool = False,
        unit: str | None = None,
    ) -> list[Match]:
        """Systems that meet conditions like `range >= 300 km`, by some claim or, with `certain`, by every one.

        A bare number is in `unit` where that fits, else in the property's own unit.
        """
        from catalog.query.find import condition, find

        measures = self.measures(unit)
        wanted = [condition(self.connection, measures, text) for text in conditions]
        return find(self.connection, wanted, which, scope, certain)

    def events(
        self,
        parties: Iterable[str] = (),
        systems: Iterable[str] = (),
        kinds: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        claimant: str | None = None,
    ) -> list[Event]:
        """What happened as each party tells it, oldest first."""
        from catalog.query.events import EventFilter, events

        which = EventFilter(
            tuple(terms.country_id(self.connection, asked) for asked in parties),
            tuple(self.system_id(asked) for asked in systems),
            tuple(terms.event_kind(self.connection, asked) for asked in kinds),
            terms.first_day(since) if since else None,
            terms.last_day(until) if until else None,
            claimant,
        )
        return events(self.connection, which)

    def event(self, id: str) -> Event:
        """One event by its id. Raises UnknownWord."""
        from catalog.query.events import EventFilter, events

        found = events(self.connection, EventFilter(id=id))
        if not found:
            raise terms.UnknownWord(f"no event `{id}`: `catalog events` lists all")
        return found[0]

    def coverage(self, which: Filter = EVERY) -> Coverage:
        """What systems have and lack: gaps, figures on one publisher alone, unsettled disputes, pages read long ago."""
        from catalog.query.coverage import coverage

        return coverage(self.connection, which)

    def publishers(self, asked: str | None = None) -> list[Publisher]:
        """All publishers or one, with what rests on them."""
        from catalog.query.sources import publishers

        return publishers(self.connection, terms.publisher_id(self.connection, asked) if asked else None)

    def documents(self, publisher: str) -> list[Document]:
        """A publisher's documents, newest first."""
        from catalog.query.sources import documents

        return documents(self.connection, terms.publisher_id(self.connection, publisher))

    def names(self, ids: Iterable[str | None] | None = None) -> dict[str, str]:
        """The main names of systems by id: of those named, else of all, which are read once."""
        if ids is not None:
            condition, values = among("id", sorted({id for id in ids if id}))
            return dict(self.connection.execute(f"select id, name from systems where {condition}", values).fetchall())
        if self._names is None:
            self._names = dict(self.connection.execute("select id, name from systems").fetchall())
        return self._names

    def properties(self) -> dict[str, Property]:
        """What can be claimed, in the order of the vocabulary; read once."""
        if self._properties is None:
            self._properties = terms.properties(self.connection)
        return self._properties

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT. Raises sqlite3.Error."""
        return [dict(row) for row in self.connection.execute(query, values)]

    # --- quantities ------------------------------------------------------------------------------------------------

    def quantities(self, claim: Claim) -> tuple[pint.Quantity[Any] | None, pint.Quantity[Any] | None]:
        """A claim's bounds as pint quantities of the project's registry; None is no bound. Imports pint."""
        from catalog.units import quantity

        unit = self.unit_of(claim.property_id)
        row = self.connection.execute("select pint from units where id = ?", (unit,)).fetchone()
        expression = row["pint"] if row else "dimensionless"
        low, high = (None if bound is None else quantity(bound, expression) for bound in claim.interval[:2])
        return low, high


def open_catalog(path: PathLike[str] | str | None = None) -> Catalog:
    """Opens a catalog.db: the one given, else $CATALOG_DB, the checkout's or the package's. Raises NotACatalog."""
    from catalog.query.home import database

    return Catalog(connect(path or database()))
