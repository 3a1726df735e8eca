"""GB/T 2260 divisions with the years they were valid."""

from extract.gazetteer.divisions import Division, Gazetteer, load_gazetteer
from extract.gazetteer.names import rank, short_forms, stem

__all__ = ["Division", "Gazetteer", "load_gazetteer", "rank", "short_forms", "stem"]
