"""What is not collected where an optional library is missing."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("datasette") else ["kb/serving/plugin.py"]
