"""Undo what happened to a text before it reached us; every change is reported and can be undone."""

from corpus.repair.change import Change
from corpus.repair.order import Repaired, repair_text

__all__ = ["Change", "Repaired", "repair_text"]
