"""言库 Yanku: a searchable library of Chinese speech material."""

__version__ = "0.1.0"
