"""Notes the factor of every unit of the vocabulary, as pint has it, so that builds need not ask pint."""

from catalog.load.reader import read
from catalog.units import DEFINITIONS, note_factors

if __name__ == "__main__":
    note_factors(read(DEFINITIONS.with_name("units.yml").read_bytes())["dimensions"])
