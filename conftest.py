"""What is not collected where an optional library is missing."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("datasette") else ["kb/serving/plugin.py"]
# Modules of one name cannot all be searched for examples, and these hold none.
collect_ignore_glob = ["tests/conftest.py", "tests/*/conftest.py"]
