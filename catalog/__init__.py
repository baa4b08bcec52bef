"""The arms catalog: weapon systems in which every number carries its source, its condition and its date."""

__version__ = "0.1.0"
