"""No pattern of ours takes more than linear time, whatever it is given: every compiled one, in every module."""

import ast
import importlib
import pathlib
import re
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Long runs of what the patterns look for, and of what they nearly match.
UNITS = ("1", "一", " ", "、1", "2024年3月—", "（甲县1")
SIZES = (20_000, 40_000)
GROWTH = 2.6  # twice the length may take at most this many times as long
TOO_SMALL = 0.02  # seconds for 40,000 characters: square growth takes far more, and ratios below it measure the clock


LAYERS = ("corpus", "extract", "kb")


def modules():
    for layer in LAYERS:
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
    for name, call in inline():
        try:
            pattern = re.compile(call.args[0].value)
        except re.error:
            continue  # no pattern: some other function of that name
        anchored = call.func.attr in ("match", "fullmatch")
        kind = "anchored" if anchored else "inline"
        seen.setdefault((pattern.pattern, pattern.flags), (f"{name}.{kind} line.{call.lineno}", pattern))
    return list(seen.values())


def inline():
    """Calls such as ``re.sub("…", …)`` within functions."""
    for name, code in SOURCES.items():
        for node in ast.walk(ast.parse(code)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr != "compile"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield name, node


SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text(encoding="utf-8")
    for layer in LAYERS
    for path in (ROOT / layer).rglob("*.py")
}
PATTERNS = compiled()


def called():
    """Module ("": all of them) → name → the methods that its code calls on it."""
    found = {"": {}}
    for module, code in SOURCES.items():
        own = found[module] = {}
        for name, method in re.findall(r"\b(\w+)\.(\w+)\(", code):
            own.setdefault(name, set()).add(method)
            found[""].setdefault(name, set()).add(method)
    return found


CALLED = called()


def is_anchored(name):
    """Whether the code only ever asks for a match at one place: then it is tried at one place."""
    module, attribute, _ = name.rsplit(".", 2)
    if attribute.endswith(" line"):
        return attribute == "anchored line"
    methods = CALLED[module if attribute.startswith("_") else ""].get(attribute, set())
    return bool(methods) and methods <= {"match", "fullmatch"}


def seconds(pattern, text, anchored):
    begin = time.process_time()
    if anchored:
        pattern.fullmatch(text)
        pattern.match(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - begin


def grows(pattern, unit, anchored=False):
    """Whether time outgrows length between the two sizes, each the best of three."""
    texts = [(unit * (size // len(unit) + 1))[:size] for size in (1_000, 10_000, SIZES[-1])]
    if isinstance(pattern.pattern, bytes):
        texts = [text.encode("utf-8") for text in texts]
    # From short to long, so that a pattern that is worse than square cannot hold up the suite.
    for text in texts:
        once = seconds(pattern, text, anchored)
        if once > 0.5:
            return True
    if once < TOO_SMALL:
        return False
    texts[:-1] = [texts[-1][: len(texts[-1]) * SIZES[0] // SIZES[1]]]
    times = [min(seconds(pattern, text, anchored) for _ in range(3)) for text in texts]
    return times[1] / times[0] > GROWTH


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_pattern_is_linear(name, pattern):
    anchored = is_anchored(name)
    slow = [unit for unit in UNITS if grows(pattern, unit, anchored) and grows(pattern, unit, anchored)]
    assert not slow, f"{name} outgrows its input on {slow}"


def test_a_planted_pattern_is_caught():
    assert grows(re.compile(r"1*x"), "1")


def test_patterns_were_found():
    assert len(PATTERNS) > 60
