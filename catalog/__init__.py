"""The arms catalog: weapon systems in which every number carries its source, its condition and its date.

from catalog import open_catalog

with open_catalog() as catalog:
    for claim in catalog.claims("Koksan M1978", "firing_range"):
        print(claim.stated, claim.publisher, claim.issued)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog.version import __version__

if TYPE_CHECKING:
    from catalog.query.catalog import Catalog, open_catalog

__all__ = ["Catalog", "__version__", "open_catalog"]


def __getattr__(name: str) -> Any:
    """Imports the reader only when it is asked for, so that `import catalog` costs nothing."""
    if name in ("Catalog", "open_catalog"):
        from catalog.query import catalog

        return getattr(catalog, name)
    raise AttributeError(f"module `catalog` has no attribute `{name}`")
