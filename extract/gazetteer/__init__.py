"""GB/T 2260 divisions with the years they were valid: ``divisions`` by code and name, ``names`` as plans write them,
``chains`` of places without rank (青海西宁). ``make_divisions`` makes the table."""

from extract.gazetteer.divisions import Division, Gazetteer, load_gazetteer
from extract.gazetteer.names import rank, short_forms, stem

__all__ = ["Division", "Gazetteer", "load_gazetteer", "rank", "short_forms", "stem"]
