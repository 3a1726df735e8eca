"""No pattern of ours takes more than linear time, whatever it is given: every compiled one, in every module."""

import importlib
import pathlib
import re
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Long runs of what the patterns look for, and of what they nearly match.
UNITS = ("1", "一", " ", "、1", "2024年3月—", "（甲县1")
SIZES = (10_000, 20_000, 40_000)
GROWTH = 2.6  # twice the length may take at most this many times as long
TOO_SMALL = 0.004  # seconds: below this a ratio measures the clock


def modules():
    for layer in ("corpus", "extract"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            if path.name not in ("__init__.py", "__main__.py") and "samples" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


def compiled():
    seen = {}
    for name in modules():
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue  # an optional library that is not installed here
        for attribute, value in vars(module).items():
            values = (
                [value] if isinstance(value, re.Pattern) else list(value) if isinstance(value, tuple | list) else []
            )
            values += list(value.values()) if isinstance(value, dict) else []
            for number, pattern in enumerate(p for p in values if isinstance(p, re.Pattern)):
                seen.setdefault((pattern.pattern, pattern.flags), (f"{name}.{attribute}.{number}", pattern))
    return list(seen.values())


PATTERNS = compiled()


def seconds(pattern, text):
    begin = time.perf_counter()
    for _ in pattern.finditer(text):
        pass
    return time.perf_counter() - begin


def grows(pattern, unit):
    """Whether time outgrows length between the last two sizes, each the best of three."""
    texts = [(unit * (size // len(unit) + 1))[:size] for size in SIZES]
    if isinstance(pattern.pattern, bytes):
        texts = [text.encode("utf-8") for text in texts]
    # A quick look first, so that a pattern that is worse than square cannot hold up the suite.
    if any(seconds(pattern, texts[0][:size]) > 0.3 for size in (1_000, 10_000)):
        return True
    times = [min(seconds(pattern, text) for _ in range(3)) for text in texts[1:]]
    return times[1] > TOO_SMALL and times[1] / times[0] > GROWTH


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_pattern_is_linear(name, pattern):
    slow = [unit for unit in UNITS if grows(pattern, unit) and grows(pattern, unit)]
    assert not slow, f"{name} outgrows its input on {slow}"


def test_a_planted_pattern_is_caught():
    assert grows(re.compile(r"1*x"), "1")


def test_patterns_were_found():
    assert len(PATTERNS) > 60
