"""Mutated input to the decoder, the repair and the query parser: an answer or an error of ours, never another.

With atheris installed the long run is guided by coverage; without it, mutations of sound input stand in.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import HERE, ROOT, text_of
from hostile import hostile_plan, hostile_text

from corpus.encoding import decode
from corpus.errors import JunxianError
from corpus.repair import repair_text
from kb.questions.query import parse_query

Record = Callable[[str, object], None]
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-8-sig", "gbk")


def mutate(data: bytes, dice: random.Random) -> bytes:
    """The bytes with some lost, doubled, flipped or put in."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(out)) if out else 0
        kind = dice.randrange(5)
        if kind == 0 and out:
            del out[at : at + dice.randint(1, 4)]
        elif kind == 1 and out:
            out[at] ^= 1 << dice.randrange(8)
        elif kind == 2:
            out[at:at] = dice.randbytes(dice.randint(1, 6))
        elif kind == 3:
            out[at:at] = out[at : at + 40]
        elif out:
            del out[dice.randrange(len(out)) :]
    return bytes(out)


def try_one(data: bytes, *, query: str) -> None:
    """One input through all three; what is no error of ours goes up."""
    try:
        text = decode(data).text
        repaired = repair_text(text)
        again = repair_text(repaired.text)
        assert again.text == repaired.text, "repairing twice is not repairing once"
    except JunxianError as error:
        assert error.reason
    for expert in (False, True):
        try:
            parse_query(query, expert=expert)
        except JunxianError as error:
            assert error.remedy


def fuzz(number: int, seed: int, record: Record) -> None:
    for n in range(number):
        dice = random.Random(seed * 1_000_003 + n)
        sound = hostile_plan(dice) if n % 3 == 0 else text_of(n)
        encoded = sound.encode(dice.choice(ENCODINGS), "ignore")[: 1500 if n % 10 else None]
        data = mutate(encoded, dice)
        try:
            try_one(data, query=hostile_text(dice))
        except Exception as error:
            raise AssertionError(f"case {n} of seed {seed}: {error!r}") from error
    record("mutated inputs", number)
    record("other exceptions", 0)


def test_mutated_input(record_property: Record) -> None:
    fuzz(100, 1, record_property)


@pytest.mark.long
def test_much_mutated_input(record_property: Record) -> None:
    fuzz(5000, 2, record_property)


@pytest.mark.long
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_guided_by_coverage(tmp_path: Path) -> None:
    script = tmp_path / "guided.py"
    script.write_text(
        f"import sys; sys.path[:0] = [{str(HERE)!r}, {str(ROOT)!r}]\n"
        "import atheris\n"
        "with atheris.instrument_imports(include=['corpus', 'kb']):\n    import test_fuzz\n"
        "def one(data):\n    test_fuzz.try_one(data, query=data.decode('utf-8', 'replace'))\n"
        "atheris.Setup(sys.argv, one)\natheris.Fuzz()\n",
        encoding="utf-8",
    )
    subprocess.run([sys.executable, str(script), "-max_total_time=300", "-max_len=4000"], check=True)
