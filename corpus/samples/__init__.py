"""Bundled plans of our own: real places, invented figures (see README.md beside this file)."""

from pathlib import Path

PLANS = Path(__file__).resolve().parent / "plans"
"""The folder of the bundled files, as sites and offices hand them out."""
