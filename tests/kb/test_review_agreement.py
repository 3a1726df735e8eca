"""Agreement and precision against worked examples that were published."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from kb.review.agreement import cohen_kappa, krippendorff_alpha, share_agreed
from kb.review.precision import Tally, wilson_interval

CASES = read_cases("agreement_published")
CHOICES = st.sampled_from(["accept", "correct", "reject"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_alpha_as_published(case: dict[str, Any]) -> None:
    units = [[one for one in unit if one not in (None, ".")] for unit in zip_longest(*case["coders"])]
    assert krippendorff_alpha(units) == pytest.approx(case["alpha"], abs=0.0005)


def test_kappa_as_published() -> None:
    # Cohen (1960), table 1, in frequencies of 200.
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    assert cohen_kappa(pairs) == pytest.approx(0.492, abs=0.0005)
    assert share_agreed(pairs) == 0.70


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),  # Newcombe (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(right: int, total: int, low: float, high: float) -> None:
    assert wilson_interval(right, total) == pytest.approx((low, high), abs=0.00005)


def test_what_nobody_judged_has_no_rate() -> None:
    assert cohen_kappa([]) is share_agreed([]) is krippendorff_alpha([["a"], []]) is wilson_interval(0, 0) is None
    assert cohen_kappa([("a", "a")] * 3) is krippendorff_alpha([["a", "a"]] * 3) is None
    assert Tally(facts=9).precision is Tally(facts=9).after(None) is None


@given(st.lists(st.tuples(CHOICES, CHOICES), min_size=1))
def test_agreement_is_symmetric_and_bounded(pairs: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in pairs]
    assert cohen_kappa(pairs) == cohen_kappa(turned)
    alpha = krippendorff_alpha(pairs)
    assert alpha == krippendorff_alpha(turned)
    assert alpha is None or -1.0 <= alpha <= 1.0
    if all(a == b for a, b in pairs):
        assert alpha in (None, 1.0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_the_share(right: int, more: int) -> None:
    total = right + more
    low, high = wilson_interval(right, total) or (None, None)
    assert low is not None and high is not None and 0 <= low <= right / total <= high <= 1
