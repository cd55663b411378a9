"""Facts: their one shape, the door through which files of them come in, and the frame around them."""

from duibiao_engine.facts.frame import Frame
from duibiao_engine.facts.reading import read_facts
from duibiao_engine.facts.schema import Catalogue, FactSet, MeasureLike, Vocabulary
from duibiao_engine.facts.source import FactSource, lazy_parquet
from duibiao_engine.facts.vocabulary import vocabulary_of

__all__ = [
    "Catalogue",
    "FactSet",
    "FactSource",
    "Frame",
    "MeasureLike",
    "Vocabulary",
    "lazy_parquet",
    "read_facts",
    "vocabulary_of",
]
