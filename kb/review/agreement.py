"""Agreement between coders beyond chance: Cohen's κ for two, Krippendorff's α (nominal) for any number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def share_agreed(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """The share of units on which two coders say the same; None without units.

    >>> share_agreed([("accept", "accept"), ("accept", "reject")])
    0.5
    """
    return sum(first == second for first, second in pairs) / len(pairs) if pairs else None


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's κ of two coders' choices on the same units (Cohen 1960).

    None where chance alone explains everything: no units, or both always made the same one choice.

    >>> cohen_kappa([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15)
    0.4
    """
    total = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    # In whole numbers as long as possible: 0.4 rather than 0.39999999999999997.
    agreed = total * sum(a == b for a, b in pairs)
    chance = sum(first[choice] * second[choice] for choice in first)
    return (agreed - chance) / (total * total - chance) if total and chance < total * total else None


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's α for nominal choices; each unit holds the choices of whoever judged it.

    Units that fewer than two coders judged tell nothing and are passed over. None where no choice varies.

    >>> krippendorff_alpha([["a", "a"], ["b", "b"], ["a", "b"]])
    0.444...
    """
    agreed, frequency = 0.0, Counter[Hashable]()
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        agreed += sum(n * (n - 1) for n in counts.values()) / (len(unit) - 1)
        frequency.update(counts)
    total = sum(frequency.values())
    expected = total * total - sum(n * n for n in frequency.values())  # pairs that differ, by chance, × (total − 1)
    return 1 - (total - 1) * (total - agreed) / expected if expected else None
