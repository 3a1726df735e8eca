"""The long tail of indicators: names that no table holds, grouped by what their characters share.

scikit-learn on character n-grams; the threshold was chosen on the synonyms of extract/data/indicators.tsv
(benchmarks/group_indicators.py chooses it on one half and measures it on the other).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.indicators import base_name

# Average cosine distance up to which two groups are one; see benchmarks/group_indicators.py
THRESHOLD = 0.7

# Names that differ in one of these are never the same thing, however alike they are written.
_MARKS = re.compile(
    "城镇|农村|乡村|农民|(?<!进)出口|进口(?!额?出)|存款|贷款|支出|增速|增幅|占比|比重|小学|初中|高中|幼儿|学前|高血压|糖尿病|婴儿|孕产妇|一产|二产|三产|第一产业"
    "|第二产业|第三产业|限额以上|规模以上|规上|工业|农业|服务业|省级|市级|国家级|县级|失业|户籍|养老|医疗|住院|门诊|基层|面积|产量|税收|床位|医师|护士"
    "|入学|入园|巩固|辍学|PM2.5|PM10|二氧化硫|二氧化碳|氨氮|化学需氧量|民间|房地产|技改|制造业|蔬菜|肉类|粮食|旅游|本科"
)


def group_indicators(names: Iterable[str], *, threshold: float = THRESHOLD) -> list[tuple[str, ...]]:
    """Groups of names that mean one indicator, largest first; each name stands in one group.

    Names of the vocabulary go by their canonical indicator, the others by their characters.

    >>> group_indicators(["GDP", "地区生产总值", "农村路灯安装数量", "农村安装路灯数量", "公园数"])
    [('GDP', '地区生产总值'), ('农村安装路灯数量', '农村路灯安装数量'), ('公园数',)]

    (gloss: GDP; gross regional product; number of street lamps installed in villages, said twice; parks)
    """
    known: dict[str, list[str]] = defaultdict(list)
    unknown: dict[frozenset[str], list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        canonical, grown = base_name(name)
        if canonical is not None:
            known[f"{canonical}/{grown}"].append(name)
        else:
            unknown[frozenset(_MARKS.findall(name))].append(name)
    groups = [tuple(group) for group in known.values()]
    for alike in unknown.values():
        groups += learn_groups(alike, threshold=threshold)
    return sorted(groups, key=lambda group: (-len(group), group))


def learn_groups(names: Sequence[str], *, threshold: float = THRESHOLD) -> list[tuple[str, ...]]:
    """Groups by average linkage over the cosine of character n-grams (one to three characters)."""
    if len(names) < 2:
        return [tuple(names)] if names else []
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import radius_neighbors_graph

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit_transform(names)
    near = radius_neighbors_graph(vectors, radius=threshold, metric="cosine")
    # Average linkage never joins what no pair within the threshold links: each component can stand alone.
    count, labels = connected_components(near, directed=False)
    found: list[tuple[str, ...]] = []
    for component in range(count):
        indexes = [index for index, label in enumerate(labels) if label == component]
        if len(indexes) == 1:
            found.append((names[indexes[0]],))
            continue
        model = AgglomerativeClustering(
            n_clusters=None, metric="cosine", linkage="average", distance_threshold=threshold
        )
        inner = model.fit_predict(vectors[indexes].toarray())
        for label in range(int(inner.max()) + 1):
            found.append(tuple(names[index] for index, own in zip(indexes, inner, strict=True) if own == label))
    return found
